"""What was typed into a form of an order's page and could not be done stands there again, with its fault beside the field."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.db.models import F
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import Comes, order_of
from tests.office.test_taking_out_at_the_desk import filled_in, three_tubes
from tests.orders.buying import works_at_the_desk
from troth.orders.models import Order, OrderLine, Payment, ReturnLine
from troth.orders.models.parcel import Way
from troth.orders.models.payment import Paying
from troth.orders.models.returning import BackFor, Condition, Wish
from troth.orders.problems import Problem
from troth.orders.returns import ask, decide, receive
from troth.orders.states import Status
from troth.support import cases

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def refused(browser: Client, order: Order, road: str, typed: dict[str, object], status: int) -> BeautifulSoup:
    """The page that answers, which is the order's own."""
    answer = browser.post(f"/office/orders/{order.number}/{road}/", typed)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def form_of(page: BeautifulSoup, road: str) -> Tag:
    form = page.select_one(f'form[action$="/{road}/"]')
    assert form is not None
    return form


def value(form: Tag, name: str) -> str:
    field = form.select_one(f'[name="{name}"]')
    assert field is not None
    if field.name == "select":
        chosen = field.select("option[selected]")
        return str(chosen[0]["value"]) if chosen else ""
    return str(field.get("value", ""))


def fault(form: Tag) -> str:
    said = form.select_one('.office-error[role="alert"]')
    assert said is not None
    return said.get_text()


def sent(order: Order) -> Order:
    """On its way and with them, paid."""
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    Order.objects.filter(pk=order.pk).update(status=Status.DELIVERED)
    parcel = order.parcels.create(ref=f"{order.pk}-1", carrier="ups", service="s", tracking="1Z", booking="booked")
    for line in order.lines.all():
        parcel.lines.create(line=line, quantity=line.quantity)
    order.parcels.update(way=Way.DELIVERED, delivered_at="2026-01-02T10:00Z")
    return Order.objects.get(pk=order.pk)


def test_taking_out_too_much_keeps_the_counts(olga: Client) -> None:
    order = three_tubes()
    page = refused(olga, order, "take-out", filled_in(olga, order, "7"), HTTPStatus.CONFLICT)
    form = form_of(page, "take-out")
    assert value(form, f"out-{order.lines.get().pk}") == "7"
    assert "Say how many" in fault(form)
    assert form.find_parent("details", open=True)


def test_after_a_colleague_it_shows_what_is_there_now_and_can_be_sent_again(olga: Client) -> None:
    order = three_tubes()
    Payment.objects.filter(order=order).update(amount=F("amount") * 3)
    first, second = filled_in(olga, order, "1"), filled_in(olga, order, "1")
    olga.post(f"/office/orders/{order.number}/take-out/", first)
    form = form_of(refused(olga, order, "take-out", second, HTTPStatus.CONFLICT), "take-out")
    assert "A colleague" in fault(form)
    again = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    answer = olga.post(f"/office/orders/{order.number}/take-out/", again)
    assert answer.status_code == HTTPStatus.FOUND
    assert OrderLine.objects.get(order=order).out == 2


def test_opening_a_case_without_saying_what_is_wrong(olga: Client) -> None:
    form = form_of(
        refused(olga, order_of(ADA, Status.PAID), "problems", {}, HTTPStatus.UNPROCESSABLE_ENTITY), "problems"
    )
    assert fault(form) == "Choose what is wrong."


@pytest.mark.parametrize(
    ("amount", "status"), [("ten", HTTPStatus.UNPROCESSABLE_ENTITY), ("99999.00", HTTPStatus.CONFLICT)]
)
def test_money_for_a_return_keeps_the_amount(olga: Client, amount: str, status: int) -> None:
    order, by = sent(order_of(ADA, Status.PAID)), works_at_the_desk()
    line = order.lines.get().pk
    ref = ask.by_staff(order.number, ask.Asked({line: ask.Back(1, BackFor.DAMAGED)}, Wish.MONEY), by)
    decide.agree(ref, by)
    receive.receive(ref, {each.pk: receive.Seen(Condition.AS_NEW, 0) for each in _lines_of(ref)}, by)
    form = form_of(refused(olga, order, f"returns/{ref}/money", {"amount": amount}, status), f"returns/{ref}/money")
    assert value(form, "amount") == amount
    field = form.select_one('[name="amount"]')
    assert field is not None
    assert field["aria-invalid"] == "true"
    said = form.find(id=field["aria-describedby"])
    assert said is not None, "the field names its fault"
    assert said.get_text() == fault(form)


def _lines_of(ref: object) -> list[ReturnLine]:
    return [*ReturnLine.objects.filter(request__public_id=ref)]


def test_unpacking_more_than_came_keeps_conditions_and_counts(olga: Client) -> None:
    order, by = sent(order_of(ADA, Status.PAID)), works_at_the_desk()
    ref = ask.by_staff(order.number, ask.Asked({order.lines.get().pk: ask.Back(1, BackFor.DAMAGED)}, Wish.MONEY), by)
    decide.agree(ref, by)
    [line] = _lines_of(ref)
    typed = {f"condition-{line.pk}": "damaged", f"restock-{line.pk}": "5"}
    road = f"returns/{ref}/arrived"
    form = form_of(refused(olga, order, road, typed, HTTPStatus.CONFLICT), road)
    assert {name: value(form, name) for name in typed} == typed
    assert fault(form)


def test_entering_a_return_of_nothing_keeps_reason_and_wish(olga: Client) -> None:
    order = sent(order_of(ADA, Status.PAID))
    typed = {f"back-{order.lines.get().pk}": "9", "why": "faulty", "wish": "exchange"}
    form = form_of(refused(olga, order, "returns", typed, HTTPStatus.CONFLICT), "returns")
    assert {name: value(form, name) for name in typed} == typed
    assert fault(form)


@pytest.mark.parametrize(
    ("amount", "status"), [("-3", HTTPStatus.UNPROCESSABLE_ENTITY), ("99999.00", HTTPStatus.CONFLICT)]
)
def test_money_for_a_case_keeps_amount_and_counts(olga: Client, amount: str, status: int) -> None:
    order = sent(order_of(ADA, Status.PAID))
    ref = cases.open(order.number, Problem.DAMAGED, works_at_the_desk())
    road = f"problems/{ref}/give-back"
    form = form_of(refused(olga, order, road, {"amount": amount}, status), road)
    assert value(form, "amount") == amount
    assert fault(form)


def test_a_number_that_is_none_keeps_what_was_typed(olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a parcel taken to a counter."""
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, carrier="table"))
    order = sent(order_of(ADA, Status.PAID))
    order.parcels.update(carrier="usps")
    typed = {"parcel": str(order.parcels.get().public_id), "tracking": "?", "carrier": "usps"}
    form = form_of(refused(olga, order, "receipt", typed, HTTPStatus.CONFLICT), "receipt")
    assert value(form, "tracking") == "?"
    assert fault(form)


def test_a_note_that_is_too_long_is_not_lost(olga: Client) -> None:
    order, words = order_of(ADA, Status.PAID), "Rang. " * 1000
    form = form_of(refused(olga, order, "note", {"text": words}, HTTPStatus.UNPROCESSABLE_ENTITY), "note")
    area = form.select_one("textarea")
    assert area is not None
    assert area.get_text().strip() == words.strip()
    assert fault(form)


def test_only_the_form_that_was_sent_is_marked(olga: Client) -> None:
    order = three_tubes()
    page = refused(olga, order, "take-out", filled_in(olga, order, "7"), HTTPStatus.CONFLICT)
    assert len(page.select(".office-error")) == 1
    assert len(page.select("details[open]")) == 1
