"""What an order can be, and what may follow. The only file that knows.

placed ──► paid ──► packed ──► (part_shipped ──►) shipped ──► delivered
  │  ▲       │         │                          │           ▲
  ▼  │       └────┬────┘                          └──► not_arrived
payment_failed    ▼
  │            cancelled ─► refunded
  ▼
abandoned ──► paid        paid late, and the goods were still there
     └──────► refunded    paid late, and they were not

What was sent is refunded once all of its money is back, and not before. It has not arrived where nothing of it has, and a
part of its money took the place of what did not; what turns up after all is delivered. See `given_up`. Delivered by the
carrier's word, and not there by the buyer's, it stays delivered until that is made good; see `denied`.

Ordered on account, it waits for the bank transfer, or may be packed and sent before that; see `account`:

    awaits_transfer ──► on_account ──► packed        what becomes of the money then, `OnAccount` says
            │                │
            └──────► paid ◄──┘          and either may be cancelled

A label that is taken back before the carrier has the parcel goes one step back; see BACK.
With a replacement for what came back something is to be sent again; see MORE_TO_SEND.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """The state of an order; the label is what people read."""

    PLACED = "placed", _("Waiting for payment")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    AWAITS_TRANSFER = "awaits_transfer", _("Waiting for bank transfer")
    ON_ACCOUNT = "on_account", _("On account")
    PAID = "paid", _("Paid")
    PACKED = "packed", _("Packed")
    PART_SHIPPED = "part_shipped", _("A part is on its way")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    NOT_ARRIVED = "not_arrived", _("Did not arrive")
    CANCELLED = "cancelled", _("Cancelled")
    ABANDONED = "abandoned", _("Not paid in time")
    REFUNDED = "refunded", _("Refunded")


S = Status

FOLLOWS: dict[Status, frozenset[Status]] = {
    S.PLACED: frozenset({S.PAID, S.PAYMENT_FAILED, S.CANCELLED, S.ABANDONED}),
    S.PAYMENT_FAILED: frozenset({S.PLACED, S.PAID, S.CANCELLED, S.ABANDONED}),
    S.AWAITS_TRANSFER: frozenset({S.PAID, S.ON_ACCOUNT, S.CANCELLED}),
    S.ON_ACCOUNT: frozenset({S.PAID, S.PACKED, S.CANCELLED}),
    S.PAID: frozenset({S.PACKED, S.CANCELLED}),
    S.PACKED: frozenset({S.SHIPPED, S.PART_SHIPPED, S.CANCELLED}),
    S.PART_SHIPPED: frozenset({S.SHIPPED, S.REFUNDED}),
    S.SHIPPED: frozenset({S.DELIVERED, S.NOT_ARRIVED, S.REFUNDED}),
    S.DELIVERED: frozenset({S.REFUNDED, S.NOT_ARRIVED}),
    S.NOT_ARRIVED: frozenset({S.DELIVERED, S.REFUNDED}),
    S.CANCELLED: frozenset({S.REFUNDED}),
    S.ABANDONED: frozenset({S.PAID, S.REFUNDED}),
    S.REFUNDED: frozenset(),
}

BACK: dict[Status, frozenset[Status]] = {
    S.SHIPPED: frozenset({S.PART_SHIPPED, S.PACKED}),
    S.PART_SHIPPED: frozenset({S.PART_SHIPPED, S.PACKED}),
}

# What was sent already goes one step back when a replacement is to follow.
MORE_TO_SEND = frozenset({S.PART_SHIPPED, S.SHIPPED, S.DELIVERED, S.NOT_ARRIVED})

INVOICED_FIRST = frozenset({S.AWAITS_TRANSFER, S.ON_ACCOUNT})  # ordered on account, and neither paid nor packed
TO_PACK = frozenset({S.PAID, S.ON_ACCOUNT})
HOLDS_STOCK = (
    frozenset({S.PLACED, S.PAYMENT_FAILED, S.PAID, S.PACKED}) | INVOICED_FIRST
)  # what a cancellation gives back
AWAITS_PAYMENT = frozenset({S.PLACED, S.PAYMENT_FAILED})
OPEN = frozenset({S.PLACED, S.PAYMENT_FAILED, S.PAID, S.PACKED, S.PART_SHIPPED}) | INVOICED_FIRST
SENDS = frozenset({S.PACKED, S.PART_SHIPPED})  # a parcel may leave
NEVER_SENT = frozenset({S.PLACED, S.PAYMENT_FAILED, S.PAID, S.ABANDONED}) | INVOICED_FIRST
MAY_HAVE_PARCELS = frozenset(Status) - NEVER_SENT
UNDER_WAY = frozenset({S.PART_SHIPPED, S.SHIPPED})
MAY_ARRIVE = frozenset({S.SHIPPED, S.NOT_ARRIVED})  # the last of it
SOLD = frozenset({S.PAID, S.PACKED, S.PART_SHIPPED, S.SHIPPED, S.DELIVERED, S.NOT_ARRIVED})
EMPTY = frozenset({S.ABANDONED, S.CANCELLED})  # unless money came, what was given for it has no reason to stay


def may_follow(before: str, after: str) -> bool:
    return Status(after) in FOLLOWS[Status(before)]


def before(after: Status) -> list[Status]:
    """The states from which `after` can be reached, for a conditional update."""
    return [state for state, followers in FOLLOWS.items() if after in followers]
