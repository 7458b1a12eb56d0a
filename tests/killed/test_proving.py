"""The process dies while it takes in how a parcel was handed over: one proof, that its order's page leads to."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from tests.killed import afterwards
from tests.killed.dying import deaths
from tests.killed.labels import sent
from troth import gate
from troth.orders import tracking
from troth.orders.models import Order, Parcel
from troth.orders.proofs import ask, opened
from troth.recipients import depot
from troth.recipients.carrier import Stage
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def arrived(olga: gate.Actor) -> Order:
    """It is there, and next its carrier is asked to prove it."""
    order = sent(olga)
    number = order.parcels.get().tracking
    depot.push(number, Stage.DELIVERED)
    tracking.look(number)
    return order


def asks(order: Order) -> None:
    ask.ask(order.parcels.select_related("order").get(), timezone.now())


def follow_on() -> None:
    """The next round, once whoever was at it has died."""
    Parcel.objects.exclude(look_at=None).update(look_at=timezone.now())
    tracking.follow()


def proofs(order: Order) -> int:
    return Record.objects.filter(party=order.party, kind=ask.KIND).count()


def test_there_is_one_proof_wherever_it_died(olga: gate.Actor) -> None:
    for order in deaths(lambda: arrived(olga), asks, least=3):
        follow_on()
        follow_on()
        parcel = order.parcels.get()
        assert proofs(order) == 1
        assert opened.for_staff(order.number, parcel.public_id, olga) is not None
    afterwards.all_is_right()


def test_control_under_a_new_name_each_time_there_would_be_two(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "_its_id", lambda parcel: gate.RecordId(int=uuid.uuid4().int))
    most = 0
    for order in deaths(lambda: arrived(olga), asks, least=3):
        follow_on()
        most = max(most, proofs(order))
    assert most > 1


def test_each_parcel_has_its_own(olga: gate.Actor) -> None:
    first, second = arrived(olga), arrived(olga)
    second.parcels.update(order=first)
    follow_on()
    assert len({*Parcel.objects.values_list("proof_record", flat=True)}) == proofs(first) == 2
