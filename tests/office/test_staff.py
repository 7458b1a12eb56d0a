"""Employees and their jobs. Wagtail's own screens follow the vault, at every request."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from tests.office.conftest import Comes, hired, member, signed_in
from troth import gate
from troth.channels.models import Message
from troth.pages import setup
from troth.people.models import User

pytestmark = pytest.mark.django_db
NEW = {"name": "Nora Weiss", "email": "nora@example.com", "roles": ["marketing"]}


def test_inviting_makes_an_account_with_a_job_and_sends_a_mail(comes: Comes) -> None:
    comes("privacy_officer").post("/office/staff/invite/", NEW)

    user = User.objects.get(email=gate.alias_at("nora@example.com"))
    assert user.is_staff
    assert gate.roles_of(user.pk) == {"marketing"}
    assert Message.objects.filter(template="staff_welcome").count() == 1


def test_an_address_that_is_a_customers_is_not_taken(comes: Comes) -> None:
    customer = member()
    page = comes("privacy_officer").post("/office/staff/invite/", {**NEW, "email": "ada.marlowe@example.com"})
    assert "There is an account at this address already" in page.content.decode()
    customer.refresh_from_db()
    assert not customer.is_staff


def test_a_job_holds_from_the_next_second(comes: Comes) -> None:
    user, paul = hired(email="nora@example.com"), comes("privacy_officer")
    nora = signed_in(user)
    assert nora.get("/office/people/").status_code == 403

    paul.post(f"/office/staff/{user.public_id}/", {"roles": ["customer_service"]})
    assert nora.get("/office/people/").status_code == 200
    paul.post(f"/office/staff/{user.public_id}/", {"roles": []})
    assert nora.get("/office/people/").status_code == 403


def test_nobody_takes_the_managing_job_from_themselves(comes: Comes) -> None:
    paul = comes("privacy_officer")
    user = User.objects.get(is_staff=True)
    page = paul.post(f"/office/staff/{user.public_id}/", {"roles": ["marketing"]})
    assert "Somebody else has to" in page.content.decode()
    paul.post(f"/office/staff/{user.public_id}/leave/")
    assert gate.roles_of(user.pk) == {"privacy_officer"}


def test_whoever_leaves_is_out_at_once(comes: Comes) -> None:
    user, paul = hired("order_desk"), comes("privacy_officer")
    olga = signed_in(user)
    paul.post(f"/office/staff/{user.public_id}/leave/")
    assert olga.get("/office/orders/").status_code == 302
    assert gate.roles_of(user.pk) == frozenset()


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "marketing", "no job", "superuser"])
def test_nobody_else_changes_a_job(comes: Comes, who: str) -> None:
    user = hired(email="nora@example.com")
    browser = comes(who)
    assert browser.post(f"/office/staff/{user.public_id}/", {"roles": ["privacy_officer"]}).status_code == 403
    assert browser.post(f"/office/staff/{user.public_id}/leave/").status_code == 403
    assert browser.post("/office/staff/invite/", NEW).status_code == 403
    user.refresh_from_db()
    assert user.is_active
    assert gate.roles_of(user.pk) == frozenset()


def test_a_group_slipped_into_the_shop_store_is_gone_at_the_next_request() -> None:
    user = hired("order_desk")
    browser = signed_in(user)
    hired("marketing")
    browser.get("/office/")
    user.groups.add(Group.objects.get_or_create(name="Office: marketing")[0])

    assert browser.get("/office/snippets/catalog/product/add/").status_code == 302
    assert {group.name for group in user.groups.all()} == {"Office", "Office: order_desk"}


@pytest.mark.parametrize(
    ("who", "allowed"), [("marketing", 200), ("order_desk", 302), ("customer_service", 302), ("privacy_officer", 302)]
)
def test_products_are_changed_by_marketing(comes: Comes, who: str, allowed: int) -> None:
    assert comes(who).get("/office/snippets/catalog/product/add/").status_code == allowed


@pytest.mark.parametrize(("who", "allowed"), [("order_desk", 200), ("customer_service", 200), ("no job", 302)])
def test_products_are_looked_at_by_those_who_sell_and_help(comes: Comes, who: str, allowed: int) -> None:
    assert comes(who).get("/office/snippets/catalog/product/").status_code == allowed


@pytest.mark.parametrize(("who", "allowed"), [("marketing", 200), ("order_desk", 302), ("privacy_officer", 302)])
def test_texts_of_the_shop_are_written_by_marketing(comes: Comes, who: str, allowed: int) -> None:
    home = setup.begin("Cellorama")
    browser = comes(who)
    assert browser.get(f"/office/pages/add/pages/textpage/{home.pk}/").status_code == allowed
    assert ("explorer" in browser.get("/office/").content.decode()) == (allowed == 200)
