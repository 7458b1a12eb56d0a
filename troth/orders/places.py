"""Where we send to. The rules are the policy's; asked here before anything is typed in vain."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate


@dataclass(frozen=True, slots=True)
class Closed:
    """A destination nothing may be sent to, and why. Both are safe to show."""

    clause: str
    reason: str


def closed(country: str, region: str = "") -> Closed | None:
    """Whether the policy closes this destination; None where we may send to. A dry question: nothing is recorded."""
    place = f"{country}-{region}" if 0 < len(region) <= 3 else country
    refused = gate.policy().embargoed(place)
    return Closed(refused.clause, refused.reason) if refused else None
