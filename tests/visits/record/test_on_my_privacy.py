"""What I looked at: seen, deleted by the line and as a whole, and stopped, by the person alone."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.cast import BEN
from tests.gate.conftest import orders
from tests.storefront.privacy.conftest import let_in
from tests.visits.record.conftest import Browser
from troth import gate
from troth.catalog.models import Product
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/my/privacy/looked-at/"


def line_of(page: str, title: str) -> str:
    found = re.search(rf'>{title}</a>.*?action="([^"]+/remove/)"', page, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_every_line_is_there_with_the_products_name(ada: Browser, flask: Product, ring: Product) -> None:
    ada.opens(flask)
    ada.opens(ring)
    page = ada.client.get(HERE).content.decode()
    assert f'<a href="/products/{flask.slug}/">Erlenmeyer flask</a>' in page
    assert f'<a href="/products/{ring.slug}/">Cork ring</a>' in page
    assert "By the rules for you: on until you say no." in page


def test_a_product_that_is_gone_leaves_a_line_without_a_name(ada: Browser, flask: Product) -> None:
    ada.opens(flask)
    flask.delete()
    assert "A product that is not in the shop any more" in ada.client.get(HERE).content.decode()


def test_one_line_goes(ada: Browser, flask: Product, ring: Product) -> None:
    ada.opens(flask)
    ada.opens(ring)
    ada.client.post(line_of(ada.client.get(HERE).content.decode(), "Cork ring"))
    assert ada.noted() == ["erlenmeyer-flask"]
    assert Record.objects.filter(kind="viewed").count() == 1


def test_nobody_deletes_anothers_line_or_anything_else_by_this_address(ada: Browser, flask: Product) -> None:
    ada.opens(flask)
    ben, [line] = Browser(BEN), Record.objects.filter(kind="viewed")
    ben.client.post(f"{HERE}{line.id}/remove/")
    assert ada.noted() == ["erlenmeyer-flask"]
    [address] = Record.objects.filter(kind="address", key__person=ada.person)
    ada.client.post(f"{HERE}{address.id}/remove/")
    assert Record.objects.filter(id=address.id).exists()


def test_all_of_it_goes_from_the_vault_and_is_asked_about_first(ada: Browser, flask: Product, ring: Product) -> None:
    ada.opens(flask)
    ada.opens(ring)
    assert "Delete all you looked at?" in ada.client.get(f"{HERE}remove/").content.decode()
    assert Record.objects.filter(kind="viewed").count() == 2

    ada.client.post(f"{HERE}remove/")
    assert not Record.objects.filter(kind="viewed").exists()
    assert not Key.objects.filter(retention="viewed").exists()


def test_saying_no_binds_at_once_and_offers_to_delete_what_is_there(
    ada: Browser, flask: Product, ring: Product
) -> None:
    ada.opens(flask)
    answer = ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "no"}, follow=True)
    assert "Nothing more is noted, but this is still here" in answer.content.decode()
    ada.opens(ring)
    assert ada.noted() == ["erlenmeyer-flask"]


def test_a_german_says_yes_here_and_nothing_else_is_said_by_it(flask: Product) -> None:
    ben = Browser(BEN)
    assert "off until you say yes" in ben.client.get(HERE).content.decode()
    ben.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "yes"})
    assert gate.standing(ben.person).choices.keys() == {("browsing_record", "")}
    ben.opens(flask)
    assert ben.noted() == ["erlenmeyer-flask"]


@pytest.mark.parametrize("told", [{}, {"purpose": "newsletter", "answer": "yes"}, {"purpose": "personalize"}])
def test_nonsense_changes_nothing(ada: Browser, told: dict[str, str]) -> None:
    assert ada.client.post(f"{HERE}word/", told).status_code == 400
    assert gate.standing(ada.person).choices == {}


def test_a_guest_is_told_that_nothing_is_noted() -> None:
    person, _party = orders(BEN)
    assert "What guests look at is only counted" in let_in(person).get(HERE).content.decode()


def test_a_copy_has_every_line(ada: Browser, flask: Product) -> None:
    ada.opens(flask)
    answer = ada.client.post("/my/privacy/copy/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        told = b"".join(copy.read(name) for name in copy.namelist())
    assert b"erlenmeyer-flask" in told


def test_an_afternoon_of_looking_is_one_folded_line_of_the_diary(ada: Browser, flask: Product, ring: Product) -> None:
    for each in (flask, ring):
        ada.opens(each)
    page = ada.client.get("/my/privacy/uses/").content.decode()
    assert "While you were signed in, what you looked at was noted or used, 4 times." in page


def test_whoever_declines_on_the_banner_is_told_where_what_was_noted_can_be_deleted(
    ada: Browser, flask: Product
) -> None:
    told = "What was noted of what you looked at is still there."
    post = {"answer": "none"}
    first = ada.client.post("/privacy/choices/", post, follow=True, headers={"origin": "http://testserver"})
    assert told not in first.content.decode()
    ada.client.post("/privacy/choices/", {"answer": "all"}, headers={"origin": "http://testserver"})
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]
    second = ada.client.post("/privacy/choices/", post, follow=True, headers={"origin": "http://testserver"})
    assert told in second.content.decode()
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]


def test_my_data_leads_to_it(ada: Browser) -> None:
    assert HERE in ada.client.get("/my/privacy/data/").content.decode()
