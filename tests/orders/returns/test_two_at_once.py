"""Two at once at every step of a return: one wins, the other is told, and money and goods are right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import all_of, asked, delivered, here, state
from tests.orders.test_races import together
from troth import gate
from troth.catalog.models import Product, Variant
from troth.orders import numbers
from troth.orders.errors import NothingToReturn, NotPossible, OrderTrouble
from troth.orders.models import Refund, ReturnRequest
from troth.orders.models.returning import NotTaken
from troth.orders.returns import call_off, decide, exchange, moving, pay, receive
from troth.orders.returns.states import Returning

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
PRESSES = 4


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    Product.objects.all().delete()


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def flask() -> Variant:
    return tube(title="Flask", stock=20)


def losers(got: list[Any]) -> list[OrderTrouble]:
    return [each for each in got if isinstance(each, OrderTrouble)]


def test_all_of_it_is_asked_for_once(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    got = together(PRESSES, lambda press: asked(order, olga, 3))
    assert [type(each) for each in losers(got)] == [NothingToReturn] * (PRESSES - 1)
    assert ReturnRequest.objects.count() == 1


def test_two_decide_and_one_word_counts(olga: gate.Actor, flask: Variant) -> None:
    ref = asked(delivered(olga, (flask, 3)), olga)
    acts: list[Callable[[], object]] = [
        lambda: decide.agree(ref, olga),
        lambda: decide.refuse(ref, NotTaken.USED, olga),
    ]
    got = together(2, lambda press: acts[press]())
    # Agreed to and called off is a way, agreed to and refused is none, whoever comes first.
    assert [type(each) for each in losers(got)] == [NotPossible]
    assert state(ref) in (Returning.AGREED, Returning.REFUSED)


def test_it_is_unpacked_once_and_the_shelf_is_right(olga: gate.Actor, flask: Variant) -> None:
    ref = asked(delivered(olga, (flask, 3)), olga, 2)
    decide.agree(ref, olga)
    seen = all_of(ref, 2)
    got = together(PRESSES, lambda press: receive.receive(ref, seen, olga))
    assert len(losers(got)) == PRESSES - 1
    assert Variant.objects.get(pk=flask.pk).stock == 19


def test_called_off_while_it_is_unpacked(olga: gate.Actor, flask: Variant) -> None:
    ref = asked(delivered(olga, (flask, 3)), olga, 2)
    decide.agree(ref, olga)
    seen = all_of(ref, 2)
    acts: list[Callable[[], object]] = [
        lambda: receive.receive(ref, seen, olga),
        lambda: call_off.by_staff(ref, olga),
    ]
    got = together(2, lambda press: acts[press]())
    assert len(losers(got)) == 1
    assert Variant.objects.get(pk=flask.pk).stock == (19 if state(ref) == Returning.RECEIVED else 17)


def test_the_money_goes_back_once(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    ref = here(order, olga, 2)
    got = together(PRESSES, lambda press: pay.pay(ref, 1000, olga))
    assert [type(each) for each in losers(got)] == [NotPossible] * (PRESSES - 1)
    assert sum(Refund.objects.values_list("amount", flat=True)) == 1000


def test_paid_for_or_exchanged_but_never_both(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    ref = here(order, olga, 1)
    acts: list[Callable[[], object]] = [lambda: pay.pay(ref, 1000, olga), lambda: exchange.exchange(ref, olga)]
    got = together(2, lambda press: acts[press]())
    assert len(losers(got)) == 1
    assert (Refund.objects.count(), order.lines.count()) in ((1, 1), (0, 2))


def test_control_without_the_conditional_update_the_money_goes_back_more_than_once(
    olga: gate.Actor, flask: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = here(delivered(olga, (flask, 3)), olga, 1)
    monkeypatch.setattr(moving, "advance", lambda *told, **also: None)
    monkeypatch.setattr(numbers, "digest", lambda text: numbers.secret())  # nor the refund's own key
    pay.pay(ref, 500, olga)
    ReturnRequest.objects.update(refund=None)
    pay.pay(ref, 500, olga)
    assert sum(Refund.objects.values_list("amount", flat=True)) == 1000
