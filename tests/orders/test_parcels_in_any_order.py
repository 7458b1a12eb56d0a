"""What carriers say of a parcel comes twice, late and out of order. It arrives once, and its buyer hears each thing once."""

from __future__ import annotations

from random import Random

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, works_at_the_desk
from troth import gate
from troth.channels.models import Message
from troth.orders import arriving, ship
from troth.orders.models import Order, Parcel
from troth.orders.models.parcel import Way
from troth.orders.states import Status
from troth.recipients.carrier import Stage, Whereabouts

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WELL = (Stage.BOOKED, Stage.MOVING, Stage.NEAR, Stage.DELIVERED)
BACK = (Stage.BOOKED, Stage.MOVING, Stage.NEAR, Stage.PROBLEM, Stage.RETURNED)


@pytest.fixture
def parcel(db: None) -> Parcel:
    olga: gate.Actor = works_at_the_desk()
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    ship.ship(order.number, olga)
    return Parcel.objects.get()


def said(parcel: Parcel, *stages: Stage) -> list[bool]:
    return [arriving.moved(parcel, Whereabouts(stage, timezone.now())) for stage in stages]


def mails() -> dict[str, int]:
    names = Message.objects.filter(template__in=("parcel_near", "parcel_problem", "order_delivered"))
    found: dict[str, int] = {}
    for name in names.values_list("template", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


@pytest.mark.parametrize("seed", range(8))
def test_whatever_order_it_comes_in_a_parcel_that_arrived_has_arrived_once(parcel: Parcel, seed: int) -> None:
    chance = Random(seed)
    words = [each for each in WELL for _ in range(chance.randrange(1, 4))]
    chance.shuffle(words)
    said(parcel, *words)
    parcel.refresh_from_db()
    assert (parcel.way, Order.objects.get().status) == (Way.DELIVERED, Status.DELIVERED)
    told = mails()
    assert told.pop("order_delivered") == 1
    assert told.get("parcel_near", 0) <= 1


@pytest.mark.parametrize("seed", range(8))
def test_a_parcel_that_comes_back_is_never_said_to_have_arrived(parcel: Parcel, seed: int) -> None:
    """When it is with us again the carrier says "delivered", too."""
    chance = Random(seed)
    words = [each for each in BACK for _ in range(chance.randrange(1, 3))]
    chance.shuffle(words)
    said(parcel, *words, Stage.RETURNED, Stage.DELIVERED)
    parcel.refresh_from_db()
    assert (parcel.way, Order.objects.get().status) == (Way.RETURNED, Status.SHIPPED)
    assert "order_delivered" not in mails()


def test_an_old_answer_does_not_make_a_parcel_one_that_never_left(parcel: Parcel) -> None:
    """It could be taken back then, while it is on its way."""
    assert said(parcel, Stage.MOVING, Stage.BOOKED) == [True, False]
    parcel.refresh_from_db()
    assert parcel.way == Way.MOVING


def test_near_again_the_next_day_is_news(parcel: Parcel) -> None:
    said(parcel, Stage.NEAR, Stage.PROBLEM)
    Message.objects.update(queued_at=timezone.now() - 2 * arriving.A_DAY_ON_THE_ROAD)
    said(parcel, Stage.NEAR)
    assert mails()["parcel_near"] == 2


def test_control_without_a_pause_each_old_answer_is_another_mail(
    parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "_told_lately", lambda parcel: False)
    said(parcel, Stage.NEAR, Stage.MOVING, Stage.NEAR, Stage.MOVING, Stage.NEAR)
    assert mails()["parcel_near"] == 3
