"""Many orders in one go: each goes whole or stays as it is, nobody's name is on a pick list, and each slip is a look."""

from __future__ import annotations

import pytest

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.catalog.goods import only_variant, product, variant
from tests.orders.buying import bought, works_at_the_desk
from tests.orders.counting import questions
from troth import gate
from troth.catalog.models import Location, Variant
from troth.orders import desk
from troth.orders.errors import TooMany
from troth.orders.models import LineTaken, Order, OrderEvent
from troth.orders.models.order import What
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga() -> gate.Actor:
    return works_at_the_desk()


def goods(title: str, sku: str) -> Variant:
    return only_variant(product(title, variant(1000, stock=99, weight_grams=100, sku=sku)))


def paid(who: Customer, *lines: tuple[Variant, int], status: Status = Status.PAID) -> Order:
    order = bought(who, *lines)
    Order.objects.filter(pk=order.pk).update(status=status)
    return Order.objects.get(pk=order.pk)


def seen_by_staff(order: Order) -> list[tuple[str, str]]:
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=200)
    return [(line.purpose, line.decision) for line in lines if line.actor == "employee"]


def test_a_pick_list_adds_up_and_says_which_order_each_goes_to(olga: gate.Actor) -> None:
    flask, lid = goods("Flask", "B-2"), goods("Lid", "A-1")
    one, two = paid(ADA, (flask, 2), (lid, 1)), paid(BEN, (flask, 3))
    listed = desk.pick_list([one.number, two.number], olga)
    (room,) = listed.rooms
    assert [(pick.sku, pick.quantity) for pick in room.picks] == [("A-1", 1), ("B-2", 5)]
    assert [(each.number, each.quantity) for each in room.picks[1].orders] == [(one.number, 2), (two.number, 3)]
    assert room.location == ""
    assert listed.pieces == 6


def test_a_pick_list_opens_nothing(olga: gate.Actor) -> None:
    order = paid(ADA, (goods("Flask", "B-2"), 1))
    desk.pick_list([order.number], olga)
    assert seen_by_staff(order) == []


def test_only_what_is_left_to_be_sent_is_fetched(olga: gate.Actor) -> None:
    flask = goods("Flask", "B-2")
    order = paid(ADA, (flask, 3), status=Status.PART_SHIPPED)
    parcel = order.parcels.create(ref="r", carrier="usps", service="s", booking="booked", way="moving")
    parcel.lines.create(line=order.lines.get(), quantity=2)
    (room,) = desk.pick_list([order.number], olga).rooms
    assert [pick.quantity for pick in room.picks] == [1]
    (slip,) = desk.slips([order.number], olga).slips
    assert (slip.pieces, slip.rest) == (1, True)


def test_things_are_fetched_where_they_lie_and_what_was_sent_came_from_there_first(olga: gate.Actor) -> None:
    flask = goods("Flask", "B-2")
    one, two = paid(ADA, (flask, 5), status=Status.PART_SHIPPED), paid(BEN, (flask, 2))
    berlin, boston = (Location.objects.create(code=name.lower(), name=name) for name in ("Berlin", "Boston"))
    line = one.lines.get()
    for place, many in ((boston, 3), (berlin, 2)):
        LineTaken.objects.create(line=line, location=place, quantity=many)
    parcel = one.parcels.create(ref="r", carrier="usps", service="s", booking="booked", way="moving")
    parcel.lines.create(line=line, quantity=1)
    told = [
        (room.location, [(each.number, each.quantity) for pick in room.picks for each in pick.orders])
        for room in desk.pick_list([one.number, two.number], olga).rooms
    ]
    assert told == [("Berlin", [(one.number, 2)]), ("Boston", [(one.number, 2)]), ("", [(two.number, 2)])]


@pytest.mark.parametrize("status", [Status.PLACED, Status.SHIPPED, Status.CANCELLED])
def test_what_cannot_be_packed_or_sent_is_left_out_with_a_word(olga: gate.Actor, status: Status) -> None:
    order = paid(ADA, (goods("Flask", "B-2"), 1), status=status)
    found = desk.slips([order.number, "T-NOBODY"], olga)
    assert found.slips == ()
    assert [each.number for each in found.left_out] == [order.number, "T-NOBODY"]
    assert str(status.label) in found.left_out[0].why
    assert seen_by_staff(order) == [], "nobody's address is opened for a slip that is not printed"


def test_what_is_held_back_is_not_picked(olga: gate.Actor) -> None:
    order = paid(ADA, (goods("Flask", "B-2"), 1))
    desk.hold(order.number, olga)
    listed = desk.pick_list([order.number], olga)
    assert listed.rooms == ()
    assert "held back" in listed.left_out[0].why


def test_each_slip_is_one_look_for_sending_the_order(olga: gate.Actor) -> None:
    flask = goods("Flask", "B-2")
    orders = [paid(who, (flask, 1)) for who in (ADA, BEN, CHIARA)]
    found = desk.slips([order.number for order in orders], olga)
    assert [slip.order.number for slip in found.slips] == [order.number for order in orders]
    streets = [" ".join(line.reveal() for line in slip.delivery.lines) for slip in found.slips]  # type: ignore[union-attr]
    assert all(who.street_address in text for who, text in zip((ADA, BEN, CHIARA), streets, strict=True))
    assert all(who.email not in text for who, text in zip((ADA, BEN, CHIARA), streets, strict=True))
    assert [seen_by_staff(order) for order in orders] == [[("fulfil_order", "allowed")]] * 3


def test_slips_and_picks_cost_the_same_for_two_as_for_eight(olga: gate.Actor) -> None:
    flask = goods("Flask", "B-2")
    numbers = [paid(BEN, (flask, 1)).number for _ in range(8)]
    desk.slips(numbers[:1], olga)
    costs = []
    for verb in (desk.slips, desk.pick_list):
        for many in (2, 8):
            with questions() as sent:
                verb(numbers[:many], olga)
            costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[2] == costs[3]


def test_packing_many_says_which_went_and_why_the_others_did_not(olga: gate.Actor) -> None:
    flask = goods("Flask", "B-2")
    one, held, sent = (paid(ADA, (flask, 1)) for _ in range(3))
    desk.hold(held.number, olga)
    Order.objects.filter(pk=sent.pk).update(status=Status.SHIPPED)
    went = desk.pack_each([one.number, held.number, sent.number, "T-NOBODY"], olga)
    assert [each.well for each in went] == [True, False, False, False]
    assert "held back" in went[1].why
    assert "On its way" in went[2].why
    assert "no order" in went[3].why
    assert {*Order.objects.values_list("status", flat=True)} == {Status.PACKED, Status.PAID, Status.SHIPPED}


def test_packing_twice_moves_none_the_second_time(olga: gate.Actor) -> None:
    numbers = [paid(ADA, (goods("Flask", "B-2"), 1)).number]
    assert [each.well for each in desk.pack_each(numbers * 3, olga)] == [True]
    (again,) = desk.pack_each(numbers, olga)
    assert again.why == "It was packed already."
    assert OrderEvent.objects.filter(what=What.PACKED).count() == 1


def test_other_jobs_do_none_of_it() -> None:
    order, mia = paid(ADA, (goods("Flask", "B-2"), 1)), works_at_the_desk(778, "marketing")
    for verb in (desk.pack_each, desk.pick_list, desk.slips):
        with pytest.raises(gate.Refused):
            verb([order.number], mia)
    assert Order.objects.get().status == Status.PAID
    assert seen_by_staff(order) == []


def test_there_is_a_limit_and_it_is_said(olga: gate.Actor) -> None:
    for verb in (desk.pack_each, desk.pick_list, desk.slips):
        with pytest.raises(TooMany, match="100 orders at a time"):
            verb([f"T-{place:06}" for place in range(101)], olga)
