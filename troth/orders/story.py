"""The story of an order for the desk: what happened and what staff wrote, in one row, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from .models.order import By, What
from .notes import Noted
from .parts import Value
from .shown import OrderShown

WRONG = frozenset(
    {
        What.PAYMENT_FAILED,
        What.SHIPPING_FAILED,
        What.SHIPPING_UNHEARD,
        What.BACK_LABEL_UNHEARD,
        What.PARCEL_PROBLEM,
        What.DENIED,
        What.REFUND_FAILED,
        What.DISPUTED,
        What.DEBT_OBJECTED,
        What.DEBT_PAID_LATE,
        What.PAID_TWICE,
        What.PROBLEM_OPENED,
        What.HELD,
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """`note`: what somebody of ours wrote, printed with `|reveal`; None for what happened."""

    at: datetime
    words: str
    by: By
    by_words: str
    wrong: bool = False
    note: Value | None = None


def of(told: OrderShown, notes: Sequence[Noted] = ()) -> tuple[Moment, ...]:
    moments = [Moment(each.at, each.words, each.by, each.by_words, each.what in WRONG) for each in told.events]
    staff = str(By.STAFF.label)
    moments += [Moment(each.at, gettext("Note"), By.STAFF, staff, note=each.text) for each in notes]
    return tuple(sorted(moments, key=lambda each: each.at, reverse=True))
