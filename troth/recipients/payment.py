"""What every payment provider does for the shop. The card is typed on their page; it never comes near ours.

    session = provider.open(asked, told)        redirect the browser to session.address
    event = provider.read(body, headers)        their word, signed; the only thing that makes an order paid
    provider.refund(...)                        give money back

PaymentTrouble
├── ProviderUnreachable     nothing is known about what happened; asking again with the same `ref` is safe
├── ProviderRefused         they said no, and why
└── NotTheirWord            a webhook that is forged, too old, or makes no sense
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from troth.gate import Payload

LARGEST_WEBHOOK = 64 * 1024  # bytes; a body above that is refused unread


class PaymentTrouble(Exception):
    """Something about a payment that the caller must deal with. The text is safe to log: no value is in it."""


class ProviderUnreachable(PaymentTrouble):
    pass


class ProviderRefused(PaymentTrouble):
    pass


class NotTheirWord(PaymentTrouble):
    pass


@dataclass(frozen=True, slots=True)
class Asked:
    """One payment to be opened.

    `ref`: ours, of this attempt; opening it twice gives the same session. `order`: the order's number, shown to
    the payer. `amount`: minor units of `currency`. The addresses are whole ones, of pages of the shop.
    """

    ref: str
    order: str
    amount: int
    currency: str
    back: str
    away: str


@dataclass(frozen=True, slots=True)
class Session:
    """Theirs. `ref` is what their events will name, `address` is where the payer goes."""

    ref: str
    address: str


class Word(StrEnum):
    """What an event says."""

    SUCCEEDED = "payment.succeeded"
    FAILED = "payment.failed"
    LEFT = "payment.left"
    REFUNDED = "payment.refunded"
    OTHER = "other"  # theirs, signed, and nothing we act on


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is unique with the provider. `charge`, `brand` and `last_four` are all an order may keep of a card."""

    id: str
    word: Word
    session: str
    amount: int
    currency: str
    charge: str = field(default="")
    brand: str = field(default="")
    last_four: str = field(default="")


class PaymentProvider(Protocol):
    """One adapter a file. `name` is part of the webhook's address; `recipient` is what the policy calls them."""

    name: str
    recipient: str

    def open(self, asked: Asked, told: Payload | None) -> Session:
        """Raises ProviderUnreachable or ProviderRefused. `told` is all they may learn of the payer."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Raises NotTheirWord. Header names are looked up without regard to case."""

    def close(self, session: str) -> None:
        """No payment through this session any more. A payment already under way may still arrive."""

    def refund(self, session: str, ref: str, amount: int) -> None:
        """Ask for `amount` back; their event REFUNDED says when it is done. Twice with one `ref` refunds once."""
