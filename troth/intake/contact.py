"""Somebody an earlier shop knew, as all layouts say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Word(StrEnum):
    """What an earlier shop noted about news on a channel. Only YES can become a consent, and not everywhere."""

    NONE = ""  # blank, "Never subscribed", or a word we do not know
    YES = "subscribed"
    UNCLEAR_NO = "not subscribed"  # Shopify's "no": never asked, or unsubscribed; it cannot be told apart
    NO = "unsubscribed"

    def stronger(self, other: Word) -> Word:
        """Of two rows about the same person: a no wins over anything."""
        order = (Word.NONE, Word.YES, Word.UNCLEAR_NO, Word.NO)
        return max(self, other, key=order.index)


Address = Mapping[str, str]  # fields of the policy's `address`


@dataclass(frozen=True, slots=True)
class Contact:
    """`rows`: where the file speaks of them. `emails`: the first is the one they are known by. Dates in UTC."""

    rows: tuple[int, ...]
    emails: tuple[str, ...] = field(repr=False)
    name: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    addresses: tuple[Address, ...] = field(default=(), repr=False)
    country: str = ""
    organization_country: str = ""
    system: str = ""
    reference: str = field(default="", repr=False)
    origin: str = field(default="", repr=False)
    since: datetime | None = None
    last_activity: datetime | None = None
    by_mail: Word = Word.NONE
    by_text: Word = Word.NONE

    @property
    def clock(self) -> datetime | None:
        """Where retention starts: the last sign of life, else the first; None if the file has no dates."""
        return max(filter(None, (self.since, self.last_activity)), default=None)

    def merged(self, other: Contact) -> Contact:
        """The same person in a later row: what the first row leaves open is filled, and a no wins."""
        return replace(
            self,
            rows=(*self.rows, *other.rows),
            emails=_once((*self.emails, *other.emails)),
            name=self.name or other.name,
            telephone=self.telephone or other.telephone,
            addresses=_distinct((*self.addresses, *other.addresses)),
            country=self.country or other.country,
            organization_country=self.organization_country or other.organization_country,
            reference=self.reference or other.reference,
            origin=self.origin or other.origin,
            since=min(filter(None, (self.since, other.since)), default=None),
            last_activity=max(filter(None, (self.last_activity, other.last_activity)), default=None),
            by_mail=self.by_mail.stronger(other.by_mail),
            by_text=self.by_text.stronger(other.by_text),
        )

    @property
    def on_news(self) -> dict[str, Word]:
        """By channel."""
        return {"email": self.by_mail, "text": self.by_text}

    @property
    def provenance(self) -> dict[str, str]:
        """The fields of the policy's `provenance`."""
        told = {
            "system": self.system,
            "reference": self.reference,
            "origin": self.origin,
            "since": _day(self.since),
            "last_activity": _day(self.last_activity),
            "news_by_mail": str(self.by_mail),
            "news_by_text": str(self.by_text),
        }
        return {name: text for name, text in told.items() if text}


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _once(emails: tuple[str, ...]) -> tuple[str, ...]:
    """As first written; a mailbox is the same in capital letters."""
    kept: dict[str, str] = {}
    for email in emails:
        kept.setdefault(email.lower(), email)
    return tuple(kept.values())


def _distinct(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    kept: list[Address] = []
    for address in addresses:
        if address not in kept:
            kept.append(address)
    return tuple(kept)
