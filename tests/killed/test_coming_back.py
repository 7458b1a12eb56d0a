"""The process dies while goods come back: what was unpacked lies on the shelf once, what is owed goes back once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.catalog.goods import product, variant
from tests.doubles.carrier_line import Line
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths, in_pieces
from tests.killed.till import agreed, as_new, delivered, kept, pays, proven, status, till
from tests.payments.counters import AWAY, BACK
from troth import gate
from troth.catalog.models import Variant
from troth.orders import settle
from troth.orders.errors import OrderTrouble
from troth.orders.models import Difference, Invoice, Order, OrderLine, Parcel, Payment, Refund, ReturnRequest
from troth.orders.models.returning import Owed, Wish
from troth.orders.returns import difference, exchange, label, label_looked_up, pay, receive
from troth.orders.returns.states import Returning
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
SHELF = 5


@dataclass
class Return:
    glass: Variant
    order: Order
    ref: uuid.UUID

    @property
    def state(self) -> str:
        return ReturnRequest.objects.values_list("state", flat=True).get(public_id=self.ref)

    @property
    def shelf(self) -> int:
        return afterwards.on_the_shelf(self.glass)


def to_unpack(olga: gate.Actor, wish: Wish = Wish.MONEY) -> Return:
    glass = glasses(SHELF)
    order = delivered(olga, glass)
    return Return(glass, order, agreed(order, olga, wish=wish))


def unpacks(back: Return, olga: gate.Actor) -> None:
    receive.receive(back.ref, as_new(back.ref), olga)


def unpacked(olga: gate.Actor, wish: Wish = Wish.MONEY) -> Return:
    back = to_unpack(olga, wish)
    unpacks(back, olga)
    return back


def test_what_is_unpacked_goes_to_the_shelf_once(olga: gate.Actor) -> None:
    for back in deaths(lambda: to_unpack(olga), lambda back: unpacks(back, olga)):
        assert back.shelf == SHELF - 2 + (back.state == Returning.RECEIVED)
        if back.state == Returning.AGREED:
            unpacks(back, olga)
        with pytest.raises(OrderTrouble):
            unpacks(back, olga)
        assert (back.state, back.shelf) == (Returning.RECEIVED, SHELF - 1)


def test_money_for_what_came_back_goes_back_once(olga: gate.Actor) -> None:
    for back in deaths(lambda: unpacked(olga), lambda back: pay.pay(back.ref, 300, olga)):
        if back.state == Returning.RECEIVED:
            pay.pay(back.ref, 300, olga)
        with pytest.raises(OrderTrouble):
            pay.pay(back.ref, 300, olga)
        afterwards.hours_go_by()
        till.deliver()
        assert kept(back.order) == back.order.total - 300
        assert Refund.objects.filter(payment__order=back.order).count() == 1
    afterwards.hours_go_by()
    afterwards.all_is_right()


def test_an_exchange_takes_one_from_the_shelf_and_owes_one(olga: gate.Actor) -> None:
    for back in deaths(lambda: unpacked(olga, Wish.EXCHANGE), lambda back: exchange.exchange(back.ref, olga)):
        if back.state == Returning.RECEIVED:
            exchange.exchange(back.ref, olga)
        with pytest.raises(OrderTrouble):
            exchange.exchange(back.ref, olga)
        assert (back.state, back.shelf) == (Returning.EXCHANGED, SHELF - 2)
        assert OrderLine.objects.filter(order=back.order).count() == 2
        assert status(back.order) == Status.PART_SHIPPED


def test_control_without_one_transaction_the_shelf_is_wrong(olga: gate.Actor) -> None:
    wrong = 0

    def unpacks_in_pieces(back: Return) -> None:
        with in_pieces():
            unpacks(back, olga)

    for back in deaths(lambda: to_unpack(olga), unpacks_in_pieces):
        wrong += back.shelf != SHELF - 2 + (back.state == Returning.RECEIVED)
    assert wrong


# -- a dearer replacement, paid on top


@dataclass
class Dearer:
    large: Variant
    order: Order
    ref: uuid.UUID

    @property
    def asked(self) -> Difference:
        return Difference.objects.get(request__public_id=self.ref)

    def goes_to_pay(self) -> None:
        difference.begin(self.order.number, self.asked.public_id, BACK, AWAY, browser=proven(self.order))

    def hears(self) -> None:
        for letter in till.letters():
            settle.settle("practice", *letter)


_sizes = iter(range(1, 1000))


def dearer(olga: gate.Actor, *, asked: bool = True) -> Dearer:
    name = f"Flask {next(_sizes)}"
    made = product(name, variant(800, stock=SHELF, sku=f"{name} S", option1="Small"))
    large = Variant.objects.create(
        product=made,
        sku=f"{name} L",
        option1="Large",
        price=1000,
        stock=SHELF,
        tracked=True,
        currency="USD",
        sort_order=2,
    )
    order = delivered(olga, made.variants.get(sku=f"{name} S"), 1)
    ref = agreed(order, olga, wish=Wish.EXCHANGE)
    receive.receive(ref, as_new(ref, restock=0), olga)
    told = Dearer(large, order, ref)
    if asked:
        asks(told, olga)
    return told


def asks(told: Dearer, olga: gate.Actor) -> None:
    line = ReturnRequest.objects.get(public_id=told.ref).lines.get()
    difference.ask_for(told.ref, olga, {line.pk: told.large.pk})


def is_exchanged(told: Dearer) -> None:
    assert told.asked.state == Owed.PAID
    assert afterwards.on_the_shelf(told.large) == SHELF - 1
    assert OrderLine.objects.filter(order=told.order, variant=told.large).count() == 1
    assert kept(told.order) == told.order.total + told.asked.amount


def test_asking_for_a_difference_keeps_the_goods_back_once(olga: gate.Actor) -> None:
    for told in deaths(lambda: dearer(olga, asked=False), lambda told: asks(told, olga)):
        if not Difference.objects.filter(request__public_id=told.ref).exists():
            assert afterwards.on_the_shelf(told.large) == SHELF
            asks(told, olga)
        assert afterwards.on_the_shelf(told.large) == SHELF - 1


def test_a_difference_is_paid_on_one_page_and_taken_once(olga: gate.Actor) -> None:
    for told in deaths(lambda: dearer(olga), Dearer.goes_to_pay, least=3):
        told.goes_to_pay()
        pays(told.order)
        afterwards.hours_go_by()
        is_exchanged(told)
        assert Payment.objects.filter(difference=told.asked).count() == 1


def test_the_word_that_a_difference_was_paid_exchanges_once(olga: gate.Actor) -> None:
    def waits() -> Dearer:
        told = dearer(olga)
        told.goes_to_pay()
        till.pay(Payment.objects.get(difference=told.asked).session)
        return told

    for told in deaths(waits, Dearer.hears):
        told.hears()
        till.deliver()
        afterwards.hours_go_by()
        is_exchanged(told)
        assert Invoice.objects.filter(difference=told.asked).count() == 1
    afterwards.numbers_of_invoices_have_no_gap()


def test_a_difference_that_nobody_paid_lets_the_goods_go_once(olga: gate.Actor) -> None:
    later = timezone.now() + difference.KEPT + timedelta(hours=1)
    for told in deaths(lambda: dearer(olga), lambda told: difference.let_go(later)):
        difference.let_go(later)
        assert told.asked.state == Owed.LAPSED
        assert afterwards.on_the_shelf(told.large) == SHELF


# -- a label for the way back


@dataclass
class WayBack:
    order: Order
    ref: uuid.UUID
    browser: str

    def wants_the_label(self) -> None:
        assert label.made(self.order.number, self.ref, browser=self.browser) is not None

    def minutes_go_by(self) -> None:
        ours = ReturnRequest.objects.filter(public_id=self.ref).exclude(label_asked_at=None)
        ours.update(label_asked_at=timezone.now() - 2 * label.LEASE)

    @property
    def number(self) -> str:
        return ReturnRequest.objects.values_list("label_number", flat=True).get(public_id=self.ref)


def way_back(olga: gate.Actor, *, had: bool = False) -> WayBack:
    order = delivered(olga)
    ref = agreed(order, olga)
    label.offer(ref, olga)
    back = WayBack(order, ref, proven(order))
    if had:
        back.wants_the_label()
    return back


@pytest.mark.parametrize("had", [False, True])
def test_a_label_for_the_way_back_is_had_in_the_end(had: bool, olga: gate.Actor, lines: dict[str, Line]) -> None:
    """One that counts: where a process died at it, as soon as somebody has looked with the carrier and said what there is."""
    usps = lines["usps"]
    real = usps.answer

    def voids_once(line: Line, heard: object) -> tuple[int, str, bytes]:
        number = heard.path.partition("?")[0].rpartition("/")[2]  # type: ignore[attr-defined]
        if heard.method == "DELETE" and number in line.taken_back:  # type: ignore[attr-defined]
            return 400, "application/json", b'{"error": {"code": "400", "message": "Voided already"}}'
        return real(line, heard)  # type: ignore[arg-type]

    usps.answer = voids_once  # type: ignore[assignment]
    known: set[str] = set()
    for back in deaths(lambda: way_back(olga, had=had), WayBack.wants_the_label, least=4):
        back.minutes_go_by()
        label_looked_up.settle()
        if waiting := label_looked_up.waiting(back.order):
            others = {*usps.taken_back, *known, *Parcel.objects.values_list("tracking", flat=True)}
            there = [number for number in usps.labels if number not in others]
            assert len(there) < 2, "nobody makes a second one that nobody knows of"
            assert [each.ref for each in waiting] == [back.ref]
            if there:
                label_looked_up.there(back.order.number, back.ref, there[0], olga)
            else:
                label_looked_up.none_there(back.order.number, back.ref, olga)
        back.wants_the_label()
        assert back.number in {*usps.labels} - {*usps.taken_back}
        known.add(back.number)


def test_control_who_takes_a_dead_process_for_a_living_one_is_told_no_for_ever(
    olga: gate.Actor, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = way_back(olga, had=True)
    lines["usps"].fail(back.number, 400, times=9)  # they have voided it already
    ReturnRequest.objects.update(label_asked_at=timezone.now() - 2 * label.LEASE)
    real = label._claim

    def claims(ref: uuid.UUID) -> ReturnRequest:
        found = real(ref)
        found.label_asked_at = None
        return found

    monkeypatch.setattr(label, "_claim", claims)
    with pytest.raises(OrderTrouble):
        back.wants_the_label()
    monkeypatch.undo()


@pytest.mark.parametrize("had", [False, True])
def test_a_carrier_that_knows_our_reference_makes_one_label(had: bool, olga: gate.Actor) -> None:
    for back in deaths(lambda: way_back(olga, had=had), WayBack.wants_the_label, least=4):
        before = back.number
        back.minutes_go_by()
        back.wants_the_label()
        assert back.number == (before or back.number)
