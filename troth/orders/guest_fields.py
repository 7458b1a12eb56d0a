"""What a guest may be asked for when they order: the policy's fields, and nothing beside them.

The checkout's page is made from the same fields. A door that takes what others send asks here before it takes anything in.
"""

from __future__ import annotations

from collections.abc import Mapping

from troth import gate
from troth.policy import Field

SOURCE = "guest_checkout"
# What a program calls it → the policy's kind, and the purpose it is collected for.
PARTS: Mapping[str, tuple[str, str]] = {
    "contact": ("order_contact", "fulfil_order"),
    "delivery": ("order_delivery", "fulfil_order"),
    "billing": ("order_billing", "billing"),
    "residence": ("residence", "fulfil_order"),
}
SILENT = "not-declared"  # the word for a field that the policy does not name


def of(part: str) -> dict[str, Field]:
    """The fields of a part of an order, in the policy's order. Empty where the policy takes none in by this door."""
    kind, purpose = PARTS[part]
    known = gate.policy()
    wanted = known.purposes.get(purpose)
    if wanted is None or kind not in known.kinds or SOURCE not in wanted.collects.get(kind, ()):
        return {}
    used = wanted.uses.get(kind, frozenset())
    return {name: field for name, field in known.kinds[kind].fields.items() if name in used}


def undeclared(told: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """(part, field) of everything the policy is silent about."""
    return [(part, name) for part, fields in told.items() for name in fields if name not in of(part)]
