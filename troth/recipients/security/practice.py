"""The practice partner warns of an order, as somebody of the staff lets it."""

from __future__ import annotations

from collections.abc import Iterable

from ..inbound import Door, practice
from .words import Band, Reason


def message(order: str, band: Band, reasons: Iterable[Reason] = ()) -> tuple[bytes, dict[str, str]]:
    """Body and headers of its word about an order. Raises LookupError in a live shop."""
    told = {"order": order, "band": str(band), "reasons": [str(each) for each in reasons]}
    return practice.message(Door.SECURITY, told)
