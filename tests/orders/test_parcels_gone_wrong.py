"""A parcel that is held up, that comes back, or that is there: what each carrier's word does, and what the buyer reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.catalog.models import Variant
from troth.channels import queue
from troth.channels.models import Message
from troth.orders import arriving, desk, ship, shipping, tracking
from troth.orders.models import Order, Parcel, ReturnLine
from troth.orders.models.order import By
from troth.orders.models.parcel import Way
from troth.orders.models.returning import BackFor, Condition
from troth.orders.problems import Problem
from troth.orders.returns import ask, decide, receive
from troth.orders.states import Status
from troth.recipients import chosen, depot
from troth.recipients.carrier import Stage
from troth.recipients.practice_mail import PracticeMail
from troth.support import finding
from troth.support.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NAMES = {"usps": "USPS", "ups": "UPS", "fedex": "FedEx"}


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def sent(olga: gate.Actor, carrier: str) -> Parcel:
    found = shipping.method(METHODS[carrier], ADA.country, 300)
    assert found is not None
    order = bought(ADA, method=METHODS[carrier], price=found.price)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    return Parcel.objects.select_related("order").get(order=order)


def heard(parcel: Parcel, lines: dict[str, Line], *steps: str) -> Parcel:
    for step in steps:
        lines[parcel.carrier].steps[parcel.tracking] = step
        tracking.look(parcel.tracking)
    return Parcel.objects.select_related("order").get(pk=parcel.pk)


def letter(template: str) -> tuple[str, str]:
    """The subject and the words of the one mail of that kind, as it leaves."""
    assert Message.objects.filter(template=template).count() == 1
    Message.objects.exclude(template=template).delete()
    queue.send_due()
    box = PracticeMail(settings.TROTH.home / "outbox")
    newest = box.letter(box.letters(1)[0].name)
    assert newest is not None
    return newest.subject, " ".join(newest.text.split())


def what_happened(parcel: Parcel) -> list[str]:
    return list(parcel.order.events.values_list("what", flat=True))


# -- what each of the three says, in the bytes they say it with


@pytest.mark.parametrize("carrier", METHODS)
@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("booked", Stage.BOOKED),
        ("moving", Stage.MOVING),
        ("near", Stage.NEAR),
        ("problem", Stage.PROBLEM),
        ("returned", Stage.RETURNED),
        ("came_back", Stage.RETURNED),
        ("delivered", Stage.DELIVERED),
    ],
)
def test_every_word_of_every_carrier_is_understood(
    carrier: str, step: str, stage: Stage, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = sent(olga, carrier)
    lines[carrier].steps[parcel.tracking] = step
    told = chosen.carrier(carrier).track(parcel.tracking)
    assert told is not None
    assert told.stage is stage


# -- held up


@pytest.mark.parametrize("carrier", METHODS)
def test_a_parcel_that_is_held_up_is_somebodys_task_and_its_buyer_knows(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = heard(sent(olga, carrier), lines, "moving", "problem", "problem")
    assert (parcel.way, parcel.had_problem) == (Way.PROBLEM, True)
    assert what_happened(parcel)[-1] == "parcel_problem"
    assert finding.look() == 1
    assert [case.problem for case in Case.objects.all()] == [Problem.UNDELIVERABLE]
    subject, words = letter("parcel_problem")
    assert "is held up" in subject
    assert f"{NAMES[carrier]} reports a problem" in words


@pytest.mark.parametrize("carrier", METHODS)
def test_what_was_held_up_may_still_arrive(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    parcel = heard(sent(olga, carrier), lines, "problem", "delivered")
    assert (parcel.way, parcel.had_problem) == (Way.DELIVERED, True)
    assert parcel.order.status == Status.DELIVERED


# -- comes back


@pytest.mark.parametrize("carrier", METHODS)
@pytest.mark.parametrize("seen", [["returned"], ["returned", "came_back"], ["came_back"]])
def test_a_parcel_that_comes_back_is_never_taken_for_delivered(
    carrier: str, seen: list[str], olga: gate.Actor, lines: dict[str, Line]
) -> None:
    """Their last word of it is "delivered": to the shop. Whoever looks late hears nothing else."""
    parcel = heard(sent(olga, carrier), lines, "moving", *seen)
    assert parcel.way == Way.RETURNED
    assert parcel.order.status == Status.SHIPPED
    assert parcel.delivered_at is None
    assert parcel.look_at is None, "nobody asks after it any more"
    assert what_happened(parcel).count("parcel_problem") == 1
    assert not Message.objects.filter(template="order_delivered").exists()
    assert finding.look() == 1
    assert [case.problem for case in Case.objects.all()] == [Problem.RETURNED]
    subject, words = letter("parcel_problem")
    assert "comes back to us" in subject
    assert f"{NAMES[carrier]} could not deliver" in words
    assert "held up" not in subject + words


@pytest.mark.parametrize("carrier", METHODS)
def test_goods_that_came_back_are_counted_once_the_desk_has_them(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    parcel = heard(sent(olga, carrier), lines, "returned")
    [line] = parcel.order.lines.all()
    assert Variant.objects.get(pk=line.variant_id).stock == 9, "the carrier's word puts nothing on the shelf"
    back = ask.by_staff(parcel.order.number, ask.Asked({line.pk: ask.Back(1, BackFor.CHANGED_MIND)}), olga)
    decide.agree(back, olga)
    [one] = ReturnLine.objects.all()
    receive.receive(back, {one.pk: receive.Seen(Condition.AS_NEW, restock=1)}, olga)
    assert Variant.objects.get(pk=line.variant_id).stock == 10


# -- who says that it is there


@pytest.mark.parametrize("carrier", METHODS)
def test_the_mail_names_the_carrier_that_says_it_is_there(
    carrier: str, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    heard(sent(olga, carrier), lines, "delivered")
    assert f"{NAMES[carrier]} says that order" in letter("order_delivered")[1]


def test_what_the_shop_brings_itself_no_carrier_speaks_of(olga: gate.Actor) -> None:
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    parcel = Parcel.objects.create(order=order, ref="own", carrier="", booking="booked")
    arriving.arrived(parcel, by=By.STAFF)
    words = letter("order_delivered")[1]
    assert f"We have brought you order {order.number}." in words
    assert "says that" not in words


def test_on_the_desks_word_nobody_else_is_named(olga: gate.Actor) -> None:
    order = bought(ADA, (tube(), 1))
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    desk.delivered(order.number, olga)
    words = letter("order_delivered")[1]
    assert f"As far as we know, order {order.number} was delivered." in words
    assert "says that" not in words


def test_a_practice_carrier_plays_all_of_it(olga: gate.Actor) -> None:
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    parcel = Parcel.objects.get()
    for stage, way in ((Stage.PROBLEM, Way.PROBLEM), (Stage.RETURNED, Way.RETURNED)):
        depot.push(parcel.tracking, stage)
        assert tracking.look(parcel.tracking)
        parcel.refresh_from_db()
        assert parcel.way == way
