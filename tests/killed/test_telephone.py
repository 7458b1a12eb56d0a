"""The process dies while somebody confirms what they ordered on the telephone: one order, and the draft goes with it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import pytest

from tests.cast import BEN
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths
from tests.orders.phone.calling import draft, follows, sent, typed
from troth import gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders.models import Order, Payment
from troth.orders.models.draft import Drafting
from troth.orders.phone import becoming, confirming, opening
from troth.orders.place import PlaceOrder
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
SHELF = 5


@dataclass
class Call:
    glass: Variant
    ref: uuid.UUID
    browser: str
    asked: PlaceOrder

    def confirms(self) -> None:
        confirming.confirm(self.ref, self.browser, self.asked)

    @property
    def orders(self) -> list[Order]:
        return [*Order.objects.filter(lines__variant=self.glass).distinct()]

    def is_ordered(self) -> None:
        [order] = self.orders
        told = draft(self.ref)
        assert (told.state, told.order_id) == (Drafting.PLACED, order.pk)
        assert told.emptied_at is not None
        assert not Record.objects.filter(party=told.party).exists()
        assert afterwards.on_the_shelf(self.glass) == SHELF - 2
        assert Payment.objects.filter(order=order).count() == 1
        assert Message.objects.filter(template="order_placed", ids__order=order.pk).count() == 1


def calls(sam: gate.Actor) -> Call:
    glass = glasses(SHELF)
    ref = sent(sam, BEN, (glass, 2))
    browser = follows(ref)
    return Call(glass, ref, browser, typed(ref, browser))


def test_whoever_confirms_again_has_ordered_once(sam: gate.Actor) -> None:
    for call in deaths(lambda: calls(sam), Call.confirms, least=5):
        call.confirms()
        afterwards.hours_go_by()
        call.is_ordered()
    afterwards.all_is_right()


def test_who_goes_away_has_ordered_and_the_desk_sees_it_or_the_draft_is_as_it_was(sam: gate.Actor) -> None:
    came = 0
    for call in deaths(lambda: calls(sam), Call.confirms, least=5):
        afterwards.hours_go_by()
        if call.orders:
            came += 1
            call.is_ordered()
            continue
        told = opening.open(call.ref, sam)
        assert told is not None
        assert told.can_send
        assert afterwards.on_the_shelf(call.glass) == SHELF
    assert came > 1, "also where the draft's own part was still to go"
    afterwards.all_is_right()


def test_control_written_down_after_the_order_the_desk_sees_a_draft_that_was_ordered(
    sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(becoming, "placed", lambda draft, order: None)
    left = 0
    for call in deaths(lambda: calls(sam), Call.confirms, least=3):
        afterwards.hours_go_by()
        left += bool(call.orders) and draft(call.ref).state == Drafting.SENT
    assert left
