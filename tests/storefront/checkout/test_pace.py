"""How many statements an order and an account's first page cost. Counts, never times: docs/measures.md has those."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections

from tests.cast import ADA, Customer
from tests.catalog.goods import category
from tests.storefront.checkout.pages import Shopper
from troth import gate, people
from troth.catalog.models import Variant
from troth.orders import payments, terms
from troth.orders.models import Order, Payment, TaxRule
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """What both stores were asked, without the marks of transactions."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(NOT_COUNTED):
            sent.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note), connections["vault"].execute_wrapper(note):
        yield sent


@pytest.fixture(autouse=True)
def shelf(tube: Variant) -> None:
    """A shop without any category asks for its revision apart."""
    tube.product.categories = [category()]
    tube.product.save()


def buy(shopper: Shopper, tube: Variant, customer: Customer = ADA) -> None:
    """A guest's whole way, with the sums asked for once the state is chosen, and with the webhook on it."""
    shopper.look(f"/products/{tube.product.slug}/")
    shopper.takes(tube).look("/basket/")
    shopper.look("/checkout/")
    form = shopper.form(customer)
    shopper.press("/checkout/", **form, reshape="delivery-region", only="prices")
    shopper.press("/checkout/", **form | {"method": shopper.form()["method"]})  # a method's value holds its sum
    shopper.look(shopper.went_to)
    shopper.press(shopper.went_to or shopper.answer.request["PATH_INFO"], act="pay")
    shopper.look(shopper.went_to)


@pytest.mark.parametrize("taxed", [False, True])
def test_a_guest_checkout_asks_the_stores_at_most_sixty_times(shopper: Shopper, tube: Variant, taxed: bool) -> None:
    if taxed:
        TaxRule.objects.create(country="US", region="MA", rate=6250, name="Massachusetts sales tax", shipping=False)
    buy(
        Shopper(), tube, replace(ADA, email="first@example.com")
    )  # the first order of a shop writes down what later ones find
    terms.keep()  # as the second order does; from then on a process knows them
    with statements() as sent:
        buy(shopper, tube)
    order = Order.objects.latest("pk")
    assert order.number in shopper.page
    assert bool(order.tax) is taxed
    assert len(sent) <= 60, "\n".join(sent)


@pytest.mark.parametrize("path", ["/basket/", "/checkout/"])
def test_a_page_that_shows_the_basket_asks_for_it_once(shopper: Shopper, tube: Variant, path: str) -> None:
    shopper.takes(tube, quantity=3)
    with statements() as sent:
        page = shopper.look(path)
    assert sum("orders_basketline" in sql for sql in sent) == 1
    assert '<span class="masthead__count" aria-hidden="true">3</span>' in page


def test_paying_at_once_looks_for_no_attempt_but_one_that_waits(shopper: Shopper, tube: Variant) -> None:
    """The attempt written with an order is handed on; once the order waits for no money, it leads nowhere."""
    shopper.takes(tube).orders()
    first = Payment.objects.select_related("order").get()
    shopper.press(shopper.went_to, act="pay")
    settled = Payment.objects.select_related("order").get(pk=first.pk)
    with pytest.raises(payments.NotPayable):
        payments.begin(settled.order.number, "http://localhost/b/", "http://localhost/a/", first=settled)


@pytest.fixture
def ada(db: None) -> User:
    told = people.Registration(
        email=ADA.email,
        name=ADA.name,
        password="seven quiet beakers",
        residence="US-CA",
        telephone=ADA.telephone,
        addresses=(ADA.address,),
    )
    return people.register(told, proven=True)


def test_my_account_asks_the_stores_at_most_eight_times(shopper: Shopper, ada: User) -> None:
    shopper.client.force_login(ada)
    with statements() as sent:
        page = shopper.look("/account/")
    assert ADA.name in page
    assert ADA.email in page
    assert len(sent) <= 8, "\n".join(sent)


def test_my_account_opens_name_and_address_and_says_so_in_one_entry(shopper: Shopper, ada: User) -> None:
    person = people.person_of(ada)
    assert person is not None
    before = len(gate.timeline(person, actor=gate.the_person(person), limit=100))
    shopper.client.force_login(ada)
    shopper.look("/account/")
    lines = gate.timeline(person, actor=gate.the_person(person), limit=100)
    assert len(lines) == before + 1
    assert set(lines[0].fields) == {"name.name", "email.email"}


def test_after_a_mistake_the_checkout_does_not_ask_who_is_signed_in_to_sign_in(
    shopper: Shopper, tube: Variant, ada: User
) -> None:
    shopper.client.force_login(ada)
    shopper.takes(tube).orders(email="nowhere")
    assert shopper.answer.status_code == 422
    assert "No account needed" not in shopper.page
    guest = Shopper().takes(tube).orders(email="nowhere")
    assert "No account needed" in guest.page
