"""What every payment provider does for the shop. The card is typed on their page; it never comes near ours.

    session = provider.open(asked, told)        redirect the browser to session.address
    event = provider.read(body, headers)        their word, signed; the only thing that makes an order paid
    provider.refund(asked)                      give money back, all of it or a part
    provider.statement(since, disputes_since)   their books, to be held against ours

PaymentTrouble
├── ProviderUnreachable     nothing is known about what happened; asking again with the same `ref` is safe
├── ProviderRefused         they said no, and why
└── NotTheirWord            a webhook that is forged, too old, or makes no sense
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    the payer. `amount`: minor units of `currency`. The addresses are whole ones, of pages of the shop. `until`: when
    the session is to end by itself; the same each time one `ref` is asked for.
    """

    ref: str
    order: str
    amount: int
    currency: str
    back: str
    away: str
    until: datetime


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
    REFUNDED = "payment.refunded"  # or is being refunded, or could not be: the refund says
    DISPUTED = "dispute.changed"
    OTHER = "other"  # theirs, signed, and nothing we act on


class Back(StrEnum):
    """How far a refund has come with the provider."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Contest(StrEnum):
    """How far a dispute has come. The last three are its end."""

    OPEN = "open"  # they wait for our answer
    ANSWERED = "answered"  # we wait for the bank's
    WON = "won"
    LOST = "lost"
    DROPPED = "dropped"  # ended without money moving


@dataclass(frozen=True, slots=True)
class CardSeen:
    """All an order may keep of a card. `risk` is their guess about the payment ("normal"), `score` 0 to 99 or None."""

    charge: str = ""
    brand: str = ""
    last_four: str = ""
    risk: str = ""
    score: int | None = None


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """`ref`: ours, of this refund; asked twice, given once. `session` and `intent` are theirs, of the payment."""

    ref: str
    session: str
    intent: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """A refund as they have it. `ref` is ours, or "" for one that was made on their own pages."""

    id: str
    ref: str
    intent: str
    amount: int
    currency: str
    state: Back


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """A dispute as they have it. `reason` is their code ("fraudulent"); `answer_by` is None where no answer is wanted."""

    id: str
    intent: str
    amount: int
    currency: str
    reason: str
    state: Contest
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One word of theirs. `id` is unique with the provider.

    A payment is named by its `session`, by our `ref`, or by their `intent` (the money itself): at least one is there.
    """

    id: str
    word: Word
    at: datetime
    session: str = ""
    ref: str = ""
    intent: str = ""
    amount: int = 0
    currency: str = ""
    card: CardSeen = field(default=CardSeen())
    refund: RefundSeen | None = None
    dispute: DisputeSeen | None = None


class Standing(StrEnum):
    """How a payment stands in their books."""

    OPEN = "open"
    PAID = "paid"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PaymentSeen:
    """A payment in their books; `amount` is what was asked, or was paid once it `stands` so."""

    session: str
    ref: str
    intent: str
    amount: int
    currency: str
    stands: Standing
    card: CardSeen = field(default=CardSeen())


@dataclass(frozen=True, slots=True)
class Statement:
    """Their books since a moment. `others`: how many payments of the same account have nothing to do with the shop."""

    payments: tuple[PaymentSeen, ...]
    refunds: tuple[RefundSeen, ...]
    disputes: tuple[DisputeSeen, ...]
    others: int = 0


class PaymentProvider(Protocol):
    """One adapter a file. `name` is part of the webhook's address; `recipient` is what the policy calls them.

    Every verb but `read` raises ProviderUnreachable or ProviderRefused.
    """

    name: str
    recipient: str

    def open(self, asked: Asked, told: Payload | None) -> Session:
        """`told` is all they may learn of the payer."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """Raises NotTheirWord. Header names are looked up without regard to case."""

    def close(self, session: str) -> None:
        """No payment through this session any more. A payment already under way may still arrive."""

    def card(self, intent: str) -> CardSeen:
        """What an event did not say of the card."""

    def refund(self, asked: RefundAsked) -> RefundSeen:
        """Give money back. What is PENDING is told by an event later."""

    def statement(self, since: datetime, disputes_since: datetime) -> Statement:
        """Payments and refunds begun since then; disputes live longer, so they have a moment of their own."""
