"""What a carrier or the payment provider is told of a person, in words, as the policy grants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, pgettext

from troth import gate
from troth.recipients import chosen

from .parts import DELIVERY
from .said import carrier_name

PURPOSE = "fulfil_order"


@dataclass(frozen=True, slots=True)
class Told:
    """`things`: "name", "address", "e-mail address", "telephone number"; nothing else leaves the shop."""

    recipient: str
    things: tuple[str, ...]
    clause: str


def told(recipient: str, purpose: str = PURPOSE) -> Told | None:
    """None for somebody the policy does not know."""
    return _told(recipient, purpose, gate.policy().version, get_language())


@lru_cache(maxsize=64)
def _told(recipient: str, purpose: str, version: str, language: str | None) -> Told | None:
    known = gate.policy().recipients.get(recipient)
    if known is None:
        return None
    granted = gate.policy().recipient_fields(purpose, recipient)
    return Told(carrier_name(recipient), tuple(dict.fromkeys(_things(granted))), known.clause)


def _things(granted: Mapping[str, frozenset[str]]) -> list[str]:
    kinds, where = gate.policy().kinds, granted.get(DELIVERY, frozenset())
    things = [kinds[DELIVERY].fields["name"].label] if "name" in where else []
    things += [pgettext("of a parcel", "address")] if where - {"name"} else []
    for kind, fields in granted.items():
        if kind != DELIVERY:
            things += [field.label for name, field in kinds[kind].fields.items() if name in fields]
    return things


def provider_told() -> Told | None:
    """The same for whoever takes the payment; None while nobody does."""
    try:
        return told(chosen.payment_provider().recipient, "billing")
    except LookupError:
        return None
