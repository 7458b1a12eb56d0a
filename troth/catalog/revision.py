"""The revision of the catalogue: a number that grows with every change a shopper could see.

A cache of pages keys on it. Read it *before* what the page shows: then a page made during a change is kept
under the old number, and nobody sees it once the change is committed.
"""

from __future__ import annotations

from .models import Catalogue


def current() -> int:
    """One query for one row by its key; 0 before anything was written."""
    return Catalogue.objects.values_list("revision", flat=True).filter(pk=Catalogue.ONLY).first() or 0


def bump() -> None:
    """For writes that go around `save()`; models bump by themselves."""
    Catalogue.bump()


def currency() -> str:
    """The currency new prices are in."""
    return Catalogue.objects.values_list("currency", flat=True).filter(pk=Catalogue.ONLY).first() or "USD"
