"""A carrier's adapter behind its breaker: whatever is asked of it goes through `breaker.guarding`."""

from __future__ import annotations

from dataclasses import dataclass

from troth.gate import Payload

from .breaker import guarding
from .carrier import Booked, Carrier, HandedOver, ParcelAsked, Rate, Whereabouts


@dataclass(frozen=True, slots=True)
class Guarded:
    adapter: Carrier

    @property
    def recipient(self) -> str:
        return self.adapter.recipient

    @property
    def books_once(self) -> bool:
        return self.adapter.books_once

    @property
    def takes_back(self) -> bool:
        return self.adapter.takes_back

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        with guarding(self.recipient):
            return self.adapter.book(asked, told)

    def cancel(self, tracking: str) -> None:
        with guarding(self.recipient):
            self.adapter.cancel(tracking)

    def track(self, tracking: str) -> Whereabouts | None:
        with guarding(self.recipient):
            return self.adapter.track(tracking)

    def proof(self, tracking: str) -> HandedOver | None:
        with guarding(self.recipient):
            return self.adapter.proof(tracking)

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        with guarding(self.recipient):
            return self.adapter.rates(country, grams, currency)
