"""The classes of goods that the shop's taxes know: those with a row of their own, and the two that are always there."""

from __future__ import annotations

from . import book
from .rates import EXEMPT, STANDARD


def known() -> frozenset[str]:
    return frozenset((STANDARD, EXEMPT, *(row.tax_class for row in book.current().rates.rows)))
