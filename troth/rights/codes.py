"""Codes that stand in records, as people read them; what is no code stays as it is."""

from __future__ import annotations

from troth.orders.risk import signals
from troth.people import reasons
from troth.recipients import security


def readable(name: str, text: str) -> str:
    """`name`: of the field. Countries and places by name, how strongly a partner warned, and what kind of network it was."""
    if not text:
        return text
    if name.endswith("country"):
        return reasons.place_name(text)
    if name == "band":
        return security.strength(text)
    return signals.network_said(text) if name == "network_kind" else text
