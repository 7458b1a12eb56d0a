"""Which orders a filter finds, and that each shelf counts what stands on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.catalog.goods import only_variant, product, variant
from tests.orders.buying import works_at_the_desk
from tests.orders.sold import at, given_back, sold
from troth.catalog.models import Variant
from troth.orders import desk, shelves
from troth.orders.desk import Filter, Shelf
from troth.orders.lists.filter import Amounts, Placed, found, in_turn
from troth.orders.lists.money import MoneyState
from troth.orders.models import Dispute, Order, OrderEvent, Payment
from troth.orders.models.order import By, Origin, What
from troth.orders.models.payment import Paying
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = date(2026, 3, 10)


@pytest.fixture
def flask() -> Variant:
    return only_variant(product("Flask", variant(1000, stock=99, weight_grams=100, sku="FL-1")))


def numbers(asked: Filter) -> set[str]:
    return {order.number for order in found(asked)}


def everywhere(**asked: object) -> set[str]:
    return numbers(Filter(Shelf.ALL, **asked))  # type: ignore[arg-type]


def paid_on(day: date, flask: Variant, **columns: object) -> Order:
    """And since then nothing came of it."""
    order = sold(day, (flask, 1), **{"status": Status.PAID, **columns})  # type: ignore[arg-type]
    OrderEvent.objects.create(order=order, at=at(day), by=By.PROVIDER, what=What.PAID)
    return order


def test_states_days_ways_and_origins_narrow_together(flask: Variant) -> None:
    one = sold(DAY, (flask, 1), status=Status.PAID, method="ups_tracked")
    sold(DAY, (flask, 1), status=Status.PAID, method="usps_standard")
    sold(DAY + timedelta(days=1), (flask, 1), status=Status.PAID, method="ups_tracked")
    sold(DAY, (flask, 1), status=Status.PACKED, method="ups_tracked")
    phone = sold(DAY, (flask, 1), status=Status.PAID, method="ups_tracked", origin=Origin.PHONE)
    asked = {"statuses": frozenset({Status.PAID}), "placed": Placed(DAY, DAY)}
    assert everywhere(**asked, carrier="ups") == {one.number, phone.number}
    assert everywhere(**asked, method="ups_tracked", origin=Origin.PHONE) == {phone.number}


def test_days_begin_and_end_at_the_shops_midnight(flask: Variant) -> None:
    first = sold(DAY, (flask, 1), placed_at=at(DAY, 0))
    last = sold(DAY, (flask, 1), placed_at=at(DAY, 23) + timedelta(minutes=59))
    sold(DAY, (flask, 1), placed_at=at(DAY + timedelta(days=1), 0))
    assert everywhere(placed=Placed(DAY, DAY)) == {first.number, last.number}


def test_the_last_days_move_along_with_the_calendar(flask: Variant) -> None:
    today = timezone.localdate()
    near, far = sold(today - timedelta(days=6), (flask, 1)), sold(today - timedelta(days=7), (flask, 1))
    assert everywhere(placed=Placed(days=7)) == {near.number}
    assert everywhere(placed=Placed(days=8)) == {near.number, far.number}


def test_amounts_are_of_one_currency_and_include_their_bounds(flask: Variant) -> None:
    small, large = sold(DAY, (flask, 1)), sold(DAY, (flask, 9))
    sold(DAY, (flask, 1), currency="EUR")
    assert everywhere(amounts=Amounts("USD", small.total, small.total)) == {small.number}
    assert everywhere(amounts=Amounts("USD", small.total + 1)) == {large.number}
    assert everywhere(amounts=Amounts("USD", None, large.total)) == {small.number, large.number}


def test_overdue_is_paid_long_ago_and_not_sent(flask: Variant) -> None:
    now = timezone.localdate()
    long_ago = paid_on(now - timedelta(days=6), flask)
    paid_on(now - timedelta(days=1), flask)
    paid_on(now - timedelta(days=6), flask, status=Status.SHIPPED)
    assert everywhere(overdue=4) == {long_ago.number}
    assert numbers(Filter(Shelf.TO_PACK, overdue=4)) == {long_ago.number}


def test_it_is_found_by_the_numbers_it_has_or_had(flask: Variant) -> None:
    order = sold(DAY, (flask, 1), number="T-7K4Q01", reference="#10234")
    sold(DAY, (flask, 1), number="T-9999ZZ", reference="#99")
    for typed in ("T-7K4Q01", "t-7k4", "7K4Q01", "t-7k4qoi", "#10234", "10234", "#102"):
        assert everywhere(text=typed) == {order.number}, typed
    assert everywhere(text="nothing") == set()


def test_it_is_found_by_an_article_number_and_not_by_half_of_one(flask: Variant) -> None:
    order = sold(DAY, (flask, 1))
    assert everywhere(text="fl-1") == {order.number}
    assert everywhere(text="FL-") == set()


def test_nobody_is_found_by_what_they_are_called(flask: Variant) -> None:
    sold(DAY, (flask, 1))
    for mark in ADA.marks:
        assert everywhere(text=mark) == set()


def test_one_number_names_one_order(flask: Variant) -> None:
    order = sold(DAY, (flask, 1), number="T-7K4Q01", reference="#77")
    assert desk.called(" t-7k4q01 ") == desk.called("77") == desk.called("7K4QOI") == order.number
    assert desk.called("T-7K4") is None
    sold(DAY, (flask, 1), reference="77")
    assert desk.called("77") is None, "two have it"


def test_each_paid_order_is_in_one_state_of_its_money(flask: Variant) -> None:
    kept, part, back = (sold(DAY, (flask, 1)) for _ in range(3))
    given_back(part, 100, DAY)
    Payment.objects.filter(order=part).update(given_back=100)
    Payment.objects.filter(order=back).update(given_back=back.total, state=Paying.REFUNDED)
    brought = sold(DAY, (flask, 1), origin=Origin.IMPORT)
    Payment.objects.filter(order=brought).delete()
    assert everywhere(money=MoneyState.PAID) == {kept.number, brought.number}
    assert everywhere(money=MoneyState.PART_BACK) == {part.number}
    assert everywhere(money=MoneyState.ALL_BACK) == {back.number}


def test_paid_twice_and_one_given_back_is_partly_given_back(flask: Variant) -> None:
    order = sold(DAY, (flask, 1))
    Payment.objects.create(
        order=order, ref="again", provider="practice_till", amount=order.total, currency="USD", state=Paying.REFUND_DUE
    )
    assert everywhere(money=MoneyState.PART_BACK) == {order.number}
    assert everywhere(money=MoneyState.PAID) == set()


def test_what_is_not_paid_and_what_a_bank_asks_back(flask: Variant) -> None:
    waiting = sold(DAY, (flask, 1), status=Status.PLACED)
    Payment.objects.filter(order=waiting).update(state=Paying.LEFT)
    failed = sold(DAY, (flask, 1), status=Status.PAYMENT_FAILED)
    Payment.objects.filter(order=failed).update(state=Paying.FAILED)
    disputed = sold(DAY, (flask, 1))
    Dispute.objects.create(
        payment=disputed.payments.get(), theirs="d", amount=1, currency="USD", reason="fraud", heard_at=timezone.now()
    )
    assert everywhere(money=MoneyState.AWAITED) == {waiting.number, failed.number}
    assert everywhere(money=MoneyState.LEFT) == {waiting.number}
    assert everywhere(money=MoneyState.FAILED) == {failed.number}
    assert everywhere(money=MoneyState.DISPUTED) == {disputed.number}


def test_what_is_held_back_waits_on_its_own_shelf_and_is_not_counted_as_to_be_done(flask: Variant) -> None:
    now = timezone.now()
    free, held = (sold(DAY, (flask, 1), status=Status.PAID, held_since=since) for since in (None, now))
    sold(DAY, (flask, 1), status=Status.PACKED, held_since=now)
    assert numbers(Filter(Shelf.TO_PACK)) == {free.number}
    assert numbers(Filter(Shelf.TO_SHIP)) == set()
    assert numbers(Filter(Shelf.OPEN, held=True)) >= {held.number}
    counts = desk.counts()
    assert (counts[Shelf.TO_PACK], counts[Shelf.TO_SHIP], counts[Shelf.HELD]) == (1, 0, 2)
    assert counts == {shelf: shelves.on(shelf).count() for shelf in Shelf}


def test_work_comes_oldest_first_and_the_rest_newest_first(flask: Variant) -> None:
    old, new = (sold(day, (flask, 1), status=Status.PAID) for day in (DAY, DAY + timedelta(days=1)))
    assert [*in_turn(Filter(Shelf.TO_PACK))] == [old, new]
    assert [*in_turn(Filter(Shelf.ALL))] == [new, old]


def test_the_figures_of_a_list_are_read_in_pieces_and_none_is_missed(
    flask: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from troth.orders.lists import figures

    monkeypatch.setattr(figures, "PIECE", 3)
    orders = [sold(DAY, (flask, 1)) for _ in range(4)] + [sold(DAY + timedelta(days=1), (flask, 1)) for _ in range(4)]
    Payment.objects.filter(order=orders[0]).update(given_back=250)
    told = [*desk.figures(Filter(Shelf.ALL), works_at_the_desk())]
    assert [each.number for each in told] == [order.number for order in reversed(orders)]
    assert told[-1].back.amount == 250


def test_figures_are_for_jobs_that_read_figures(flask: Variant) -> None:
    from troth import gate

    with pytest.raises(gate.Refused):
        desk.figures(Filter(), works_at_the_desk(777, "privacy_officer"))
