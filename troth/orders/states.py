"""What an order can be, and what may follow. The only file that knows.

placed ──► paid ──► packed ──► shipped ──► delivered
  │  ▲       │         │
  ▼  │       └────┬────┘
payment_failed    ▼
  │            cancelled ─► refunded
  ▼
abandoned ──► paid        paid late, and the goods were still there
     └──────► refunded    paid late, and they were not
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """The state of an order; the label is what people read."""

    PLACED = "placed", _("Waiting for payment")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")
    ABANDONED = "abandoned", _("Not paid in time")
    REFUNDED = "refunded", _("Refunded")


S = Status

FOLLOWS: dict[Status, frozenset[Status]] = {
    S.PLACED: frozenset({S.PAID, S.PAYMENT_FAILED, S.CANCELLED, S.ABANDONED}),
    S.PAYMENT_FAILED: frozenset({S.PLACED, S.PAID, S.CANCELLED, S.ABANDONED}),
    S.PAID: frozenset({S.PACKED, S.CANCELLED}),
    S.PACKED: frozenset({S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.DELIVERED}),
    S.DELIVERED: frozenset(),
    S.CANCELLED: frozenset({S.REFUNDED}),
    S.ABANDONED: frozenset({S.PAID, S.REFUNDED}),
    S.REFUNDED: frozenset(),
}

HOLDS_STOCK = frozenset({S.PLACED, S.PAYMENT_FAILED, S.PAID, S.PACKED})  # what a cancellation gives back
AWAITS_PAYMENT = frozenset({S.PLACED, S.PAYMENT_FAILED})
OPEN = frozenset({S.PLACED, S.PAYMENT_FAILED, S.PAID, S.PACKED})
SOLD = frozenset({S.PAID, S.PACKED, S.SHIPPED, S.DELIVERED})
EMPTY = frozenset({S.ABANDONED, S.CANCELLED})  # unless money came, what was given for it has no reason to stay


def may_follow(before: str, after: str) -> bool:
    return Status(after) in FOLLOWS[Status(before)]


def before(after: Status) -> list[Status]:
    """The states from which `after` can be reached, for a conditional update."""
    return [state for state, followers in FOLLOWS.items() if after in followers]
