"""What was asked for, in words, from what a run remembers of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from troth.catalog.bulk.asked import CompareBy, PriceBy, Rounding, ShelfBy, StockBy
from troth.catalog.models import Category, Status


def steps(told: Mapping[str, Any]) -> list[str]:
    """One sentence for each thing that was changed."""
    return [*_of_variants(told), *_of_products(told)]


def _of_variants(told: Mapping[str, Any]) -> Iterator[str]:
    if price := told.get("price"):
        number = price["number"]
        words = {
            PriceBy.PERCENT: _("Prices changed by %(number)s per cent."),
            PriceBy.AMOUNT: _("Prices changed by %(number)s."),
            PriceBy.SET: _("Prices set to %(number)s."),
        }[PriceBy(price["by"])]
        yield words % {"number": number}
        if price["by"] != PriceBy.SET:
            yield _("Rounded %(rule)s.") % {"rule": Rounding(price["rounding"]).words}
    if compare := told.get("compare"):
        yield {
            CompareBy.FORMER: _("The former price is the one of before."),
            CompareBy.SET: _("The former price set to %(number)s.") % {"number": compare["number"]},
            CompareBy.CLEAR: _("No former price any more."),
        }[CompareBy(compare["by"])]
    if stock := told.get("stock"):
        words = _("Stock changed by %(number)d.") if stock["by"] == StockBy.ADD else _("Stock set to %(number)d.")
        yield words % {"number": stock["number"]}


def _of_products(told: Mapping[str, Any]) -> Iterator[str]:
    if status := told.get("status"):
        yield _("Status set to “%(status)s”.") % {"status": Status(status).label}
    if shelf := told.get("shelf"):
        category = Category.objects.filter(pk=shelf["category"]).first()
        words = {
            ShelfBy.ADD: _("Put into “%(category)s”."),
            ShelfBy.ONLY: _("Put into “%(category)s” alone."),
            ShelfBy.REMOVE: _("Taken out of “%(category)s”."),
        }[ShelfBy(shelf["by"])]
        yield words % {"category": category or "\u2013"}
    if "maker" in told:
        yield _("Maker set to “%(maker)s”.") % {"maker": told["maker"]}
