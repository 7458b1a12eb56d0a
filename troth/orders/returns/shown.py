"""Returns as pages and desks show them: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from troth.catalog.money import Money

from ..models import Order, ReturnRequest
from ..models.returning import BackFor, Condition, NotTaken, Wish
from ..said import carrier_name
from . import amounts, replacements, states
from .available import available
from .replacements import Choice
from .states import Returning

TONES = {
    Returning.ASKED: "warning",
    Returning.AGREED: "info",
    Returning.RECEIVED: "warning",
    Returning.TO_PAY: "warning",
    Returning.PAID: "good",
    Returning.EXCHANGED: "good",
    Returning.REFUSED: "",
    Returning.WITHDRAWN: "",
    Returning.LAPSED: "",
}


@dataclass(frozen=True, slots=True)
class LineBack:
    """`id` is the return's own line. `instead`: what may be sent in its place, for the desk, once it arrived."""

    id: int
    title: str
    quantity: int
    why: BackFor
    condition: Condition | None
    restocked: int
    instead: tuple[Choice, ...] = ()

    @property
    def why_words(self) -> str:
        return str(self.why.label)


@dataclass(frozen=True, slots=True)
class ReturnShown:
    """`suggested`: what the desk is proposed to give back; None unless it has arrived and waits for that."""

    ref: uuid.UUID
    state: Returning
    wish: Wish
    lines: tuple[LineBack, ...]
    asked_at: datetime
    send_by: datetime | None
    not_taken: NotTaken | None
    suggested: Money | None = None
    label_by: str = ""
    label_number: str = ""
    can_offer_label: bool = False
    label_looked_for: bool = False

    @property
    def has_label(self) -> bool:
        """The buyer can have a label for the way back."""
        return bool(self.label_by) and self.state is Returning.AGREED and not self.label_looked_for

    @property
    def waits_for_money(self) -> bool:
        return self.state is Returning.TO_PAY

    @property
    def words(self) -> str:
        return str(self.state.label)

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def wish_words(self) -> str:
        return str(self.wish.label)

    @property
    def why_not(self) -> str:
        return str(self.not_taken.label) if self.not_taken else ""

    @property
    def can_agree(self) -> bool:
        return states.may_follow(self.state, Returning.AGREED)

    @property
    def can_receive(self) -> bool:
        return states.may_follow(self.state, Returning.RECEIVED)

    @property
    def can_end(self) -> bool:
        """It is here; money or a replacement may follow."""
        return states.may_follow(self.state, Returning.PAID)

    @property
    def can_refuse(self) -> bool:
        return states.may_follow(self.state, Returning.REFUSED)

    @property
    def can_call_off(self) -> bool:
        return states.may_follow(self.state, Returning.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CanComeBack:
    """A line of the order of which so many can still be sent back."""

    id: int
    title: str
    most: int


def of_order(order: Order, *, for_desk: bool = False) -> tuple[ReturnShown, ...]:
    """In the order they were asked for. Two queries; for the desk a few more for each that waits for its end.

    Not what was sent once more and need not come back (see `resend`).
    """
    found = ReturnRequest.objects.filter(order=order).exclude(state=Returning.EXCHANGED, received_at=None)
    found = found.prefetch_related("lines__line")
    return tuple(_shown(back, for_desk) for back in found)


def can_come_back(order: Order) -> tuple[CanComeBack, ...]:
    """What the buyer still has of an order."""
    there = available(order)
    return tuple(CanComeBack(line.pk, line.title, there[line.pk]) for line in order.lines.all() if there[line.pk])


def _shown(back: ReturnRequest, for_desk: bool) -> ReturnShown:
    waits = for_desk and back.state == Returning.RECEIVED
    return ReturnShown(
        ref=back.public_id,
        state=Returning(back.state),
        wish=Wish(back.wish),
        lines=tuple(
            LineBack(
                each.pk,
                each.line.title,
                each.quantity,
                BackFor(each.why),
                Condition(each.condition) if each.condition else None,
                each.restocked,
                replacements.choices(each.line, dearer=True) if waits and each.condition != Condition.MISSING else (),
            )
            for each in back.lines.all()
        ),
        asked_at=back.asked_at,
        send_by=back.send_by,
        not_taken=NotTaken(back.not_taken) if back.not_taken else None,
        suggested=amounts.suggested(back) if waits else None,
        label_by=carrier_name(back.label_by) if back.label_by else "",
        label_number=back.label_number,
        label_looked_for=back.label_unheard_at is not None and back.state == Returning.AGREED,
        can_offer_label=for_desk and back.state == Returning.AGREED and not back.label_by,
    )
