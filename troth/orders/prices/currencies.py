"""Paying in another currency: chosen for a basket, possible where everything in it has a price in that currency.

offered(contents)       -> the codes to choose from, the one in use first; empty where there is no choice
choose(token, code)     -> whether the basket keeps it
"""

from __future__ import annotations

from collections import Counter

from django.db.models import F

from troth.catalog.models import VariantPrice

from .. import numbers
from ..basket_contents import Contents
from ..models import Basket, BasketLine
from . import book


def offered(contents: Contents) -> tuple[str, ...]:
    """No query in a shop with one currency; two otherwise."""
    further = book.at(contents.stamp).currencies
    if not further or not contents:
        return ()
    variants = [line.variant for line in contents.lines]
    priced = VariantPrice.objects.filter(variant__in=variants, currency__in=further)
    counted = Counter(priced.values_list("currency", flat=True))
    tags = _tags(contents)
    whole = [code for code in sorted(further) if counted[code] == len(variants)]
    found = dict.fromkeys([contents.currency, *tags, *whole])
    return tuple(found) if len(found) > 1 else ()


def choose(token: str, code: str) -> bool:
    """Whether it is one of those offered. "" or the price tags' own is always possible."""
    if not token:
        return False
    known = code in book.current().currencies
    kept = Basket.objects.filter(token_digest=numbers.digest(token))
    changed = kept.update(currency=code if known else "", version=F("version") + 1)
    return bool(changed)


def _tags(contents: Contents) -> tuple[str, ...]:
    """The price tags' currency: one for a whole basket."""
    found = BasketLine.objects.filter(basket=contents.basket).values_list("variant__currency", flat=True)
    return tuple(dict.fromkeys(found))
