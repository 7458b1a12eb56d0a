"""What a return can be, and what may follow. The only file that knows.

asked ──► agreed ──► received ──► paid
  │  │      │  │        ├───────► exchanged ◄─┐
  │  │      │  │        ├───────► to_pay ─────┘   and back, where the difference is not paid in time; see BACK
  │  │      │  └─► lapsed └─────► refused
  │  └──────┴────► withdrawn
  └──────────────► refused
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Returning(TextChoices):
    """The state of a return; the label is what people read."""

    ASKED = "asked", _("Asked for")
    AGREED = "agreed", _("Agreed, on its way back")
    RECEIVED = "received", _("Arrived")
    TO_PAY = "to_pay", _("Waits for the difference")
    PAID = "paid", _("Money given back")
    EXCHANGED = "exchanged", _("Exchanged")
    REFUSED = "refused", _("Not agreed")
    WITHDRAWN = "withdrawn", _("Called off")
    LAPSED = "lapsed", _("Did not arrive in time")


R = Returning

FOLLOWS: dict[Returning, frozenset[Returning]] = {
    R.ASKED: frozenset({R.AGREED, R.REFUSED, R.WITHDRAWN}),
    R.AGREED: frozenset({R.RECEIVED, R.WITHDRAWN, R.LAPSED}),
    R.RECEIVED: frozenset({R.PAID, R.EXCHANGED, R.REFUSED, R.TO_PAY}),
    R.TO_PAY: frozenset({R.EXCHANGED}),
    R.LAPSED: frozenset({R.RECEIVED}),  # it came after all
    R.PAID: frozenset(),
    R.EXCHANGED: frozenset(),
    R.REFUSED: frozenset(),
    R.WITHDRAWN: frozenset(),
}

BACK: dict[Returning, frozenset[Returning]] = {R.TO_PAY: frozenset({R.RECEIVED})}

OPEN = frozenset({R.ASKED, R.AGREED, R.RECEIVED, R.TO_PAY})
CLAIMS = OPEN | {R.PAID, R.EXCHANGED}  # what is in one of these can't be sent back a second time


def may_follow(before: str, after: str) -> bool:
    return Returning(after) in FOLLOWS[Returning(before)]


def before(after: Returning) -> list[Returning]:
    """The states from which `after` can be reached, for a conditional update."""
    return [state for state, followers in FOLLOWS.items() if after in followers]
