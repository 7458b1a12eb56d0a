"""A label for the way back: offered by the desk, made when the buyer asks for it, and kept nowhere.

    offer(ref, actor)             the desk agrees to pay for the way back, by the carrier the order went with
    made(number, ref, …)          the buyer's download: claim ─► gate.disclose ─► the carrier's adapter ─► gate.outcome

Whoever never asks for their label is not told of to the carrier a second time.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth import channels, gate
from troth.recipients import chosen
from troth.recipients.carrier import (
    Booked,
    Carrier,
    CarrierRefused,
    CarrierResting,
    CarrierSilent,
    CarrierTrouble,
    CarrierUnreachable,
    Content,
    ParcelAsked,
)

from .. import jobs, left, numbers, sent_by
from .. import moving as orders_moving
from ..errors import CarrierSaysNo, LabelLookedFor, NoLabelBack, NotPossible
from ..models import Order, ReturnRequest
from ..models.order import By, What
from . import ask, label_looked_up, moving, whose
from .states import Returning

PURPOSE = "fulfil_order"
LEASE = label_looked_up.LEASE  # after that a label that never came may be asked for again


@dataclass(frozen=True, slots=True)
class Label:
    """Carries a name and an address: handed to the buyer, stored nowhere."""

    carrier: str
    number: str
    content: bytes = field(repr=False)
    content_type: str

    @property
    def file_name(self) -> str:
        kind = "svg" if self.content_type.startswith("image/svg") else self.content_type.rpartition("/")[2]
        return f"return-label.{kind}"


def offer(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Once it is agreed to. Raises NoLabelBack, NotPossible, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    with transaction.atomic():
        order, back = moving.held(ref)
        if back.state != Returning.AGREED or back.label_by:
            raise NotPossible
        carrier = _carrier_of(order)
        if not _adapter(carrier).takes_back:
            raise NoLabelBack
        ReturnRequest.objects.filter(pk=back.pk).update(label_by=carrier, label_ref=numbers.secret())
        orders_moving.note(order, By.STAFF, What.LABEL_OFFERED)
        channels.send(label_looked_up.TEMPLATE, order.whose, order=order.pk, back=back.pk)


def made(number: str, ref: uuid.UUID, *, person: gate.PersonId | None = None, browser: str = "") -> Label | None:
    """None for an order that is not shown to be theirs, or a return without a label.

    Asked again it is the same label where the carrier can do that, and else a new one after the first was taken back. Where one
    may have been made that nobody heard of, somebody looks first; see `label_looked_up`. Raises NoLabelBack, LabelLookedFor,
    CarrierSaysNo, NotPossible while another press is at it, gate.Refused.
    """
    order = whose.proven(number, person=person, browser=browser)
    if order is None or not order.returns.filter(public_id=ref).exclude(label_by="").exists():
        return None
    back = _claim(ref)
    try:
        carrier = _adapter(back.label_by)
        if not carrier.books_once:
            _nobody_died_at_it(back)
            _old_one_is_gone(order, back, carrier)
        booked = _book(order, back, carrier)
    except label_looked_up.Unheard:
        label_looked_up.look_for(back)
        raise LabelLookedFor from None
    except CarrierRefused:
        _not_made(order, back, None)
        raise NoLabelBack from None
    except CarrierResting as resting:  # nobody asked them
        _not_made(order, back, back.label_asked_at)
        raise CarrierSaysNo.because(resting) from None
    except CarrierTrouble as trouble:  # it may be done or not: whoever asks next may ask at once
        _not_made(order, back, timezone.now() - LEASE if _has_number(back) else None)
        raise CarrierSaysNo.because(trouble) from None
    except (gate.Refused, NoLabelBack):
        _not_made(order, back, back.label_asked_at)
        raise
    ReturnRequest.objects.filter(pk=back.pk).update(label_number=booked.tracking, label_asked_at=None)
    orders_moving.note(order, By.CUSTOMER, What.BACK_LABEL_MADE)
    return Label(back.label_by, booked.tracking, booked.label, booked.content_type)


def _claim(ref: uuid.UUID) -> ReturnRequest:
    now = timezone.now()
    with transaction.atomic():
        _order, back = moving.held(ref)
        if back.label_unheard_at is not None:
            raise LabelLookedFor
        if back.state != Returning.AGREED or (back.label_asked_at and back.label_asked_at > now - LEASE):
            raise NotPossible
        ReturnRequest.objects.filter(pk=back.pk).update(label_asked_at=now)
    return back


def _nobody_died_at_it(back: ReturnRequest) -> None:
    """Without the number of an old one somebody was at a new one. Raises Unheard where they have died."""
    if back.label_asked_at is not None and not back.label_number:
        raise label_looked_up.Unheard


def _has_number(back: ReturnRequest) -> bool:
    """The old one is not known to be gone: it may be done or not."""
    return ReturnRequest.objects.filter(pk=back.pk).exclude(label_number="").exists()


def _old_one_is_gone(order: Order, back: ReturnRequest, carrier: Carrier) -> None:
    """Where another one would be a second. Who asked before and heard nothing, because the process died or the line was dead, may
    have had the old one taken back already.
    """
    unheard = back.label_asked_at is not None
    if unheard:
        orders_moving.note(order, By.CARRIER, What.BACK_LABEL_FAILED)
    try:
        if back.label_number:
            carrier.cancel(back.label_number)
    except CarrierRefused:
        if not unheard:
            raise
    booking_since = timezone.now()  # it has a lease of its own
    ReturnRequest.objects.filter(pk=back.pk).update(label_number="", label_asked_at=booking_since)


def _book(order: Order, back: ReturnRequest, carrier: Carrier) -> Booked:
    """The carrier is told of the person what the policy grants, by the person's own wish."""
    inside, grams = _contents(order, back)
    asked = ParcelAsked(back.label_ref, order.number, order.method, grams, inside, back=True)
    actor = gate.the_person(gate.person_of_party(order.whose))
    told = gate.disclose(order.whose, purpose=PURPOSE, recipient=back.label_by, actor=actor)
    outcome = "unknown"
    try:
        booked = carrier.book(asked, told)
        outcome = "delivered"
    except CarrierTrouble as trouble:
        outcome = "unknown" if isinstance(trouble, CarrierUnreachable) else "failed"
        if isinstance(trouble, CarrierSilent) and not carrier.books_once:
            raise label_looked_up.Unheard from None
        raise
    finally:
        gate.outcome(told, outcome)
    return booked


def _contents(order: Order, back: ReturnRequest) -> tuple[tuple[Content, ...], int]:
    lines = back.lines.select_related("line__variant__product")
    inside = tuple(left.content(order, each.line, each.quantity) for each in lines)
    return inside, sum(each.grams * each.quantity for each in inside)


def _not_made(order: Order, back: ReturnRequest, unheard: datetime | None) -> None:
    """What the desk sees of it, and that it may be asked for again. `unheard`: since when nobody knows what became of it."""
    ReturnRequest.objects.filter(pk=back.pk).update(label_asked_at=unheard)
    orders_moving.note(order, By.CARRIER, What.BACK_LABEL_FAILED)


def _carrier_of(order: Order) -> str:
    sent = sent_by.of(order)
    if sent is None or not sent.carrier:
        raise NoLabelBack
    return sent.carrier


def _adapter(recipient: str) -> Carrier:
    try:
        return chosen.carrier(recipient)
    except LookupError:
        raise NoLabelBack from None
