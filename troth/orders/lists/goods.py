"""Orders by what is in them: the beginning of a product's words, or a part of an article number. The catalogue is looked
through, never anybody's data; what was typed goes no further than this, since it may be a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper

from troth.catalog.models import Product, ProductWords, Variant

from ..models import OrderLine
from ..shelves import Shelf
from .filter import Filter

LEAST, MOST_WORDS, MOST_FOUND = 3, 6, 20


@dataclass(frozen=True, slots=True)
class Goods:
    """What was ordered at least once, and the filter of the orders with it."""

    title: str
    sku: str
    asked: Filter


def named(typed: str) -> tuple[Goods, ...]:
    """Products whose title holds words that begin so, all of them in one language; else article numbers it is a part of."""
    sought = re.sub(r"\s+", " ", typed.replace("\x00", "")).strip()[:80]
    if len(sought) < LEAST:
        return ()
    return _titled(sought.split()[:MOST_WORDS]) or _numbered(sought)


def title_of(product: int) -> str:
    """ "" for one that is no more."""
    return Product.objects.filter(pk=product).values_list("title", flat=True).first() or ""


def _titled(words: list[str]) -> tuple[Goods, ...]:
    here, elsewhere = Q(), Q(product=OuterRef("pk"))
    for word in words:
        here &= _begins(word)
        elsewhere &= _begins(word)
    sold = OrderLine.objects.filter(variant__product=OuterRef("pk"))
    rows = Product.objects.filter(Exists(sold)).filter(here | Exists(ProductWords.objects.filter(elsewhere)))
    return tuple(
        Goods(row.title, "", Filter(Shelf.ALL, product=row.pk)) for row in rows.order_by("title", "pk")[:MOST_FOUND]
    )


def _begins(word: str) -> Q:
    """ "Ann" is to find no cannula: whoever types a name looks for somebody."""
    begun = Q(title__istartswith=word)
    for before in (" ", "-", "(", "/", "“"):
        begun |= Q(title__icontains=f"{before}{word}")
    return begun


def _numbered(typed: str) -> tuple[Goods, ...]:
    sold = OrderLine.objects.annotate(sought=Upper("sku")).filter(sought=Upper(OuterRef("sku")))
    rows = Variant.objects.filter(Exists(sold), sku__icontains=typed).select_related("product")
    return tuple(
        Goods(row.product.title, row.sku, Filter(Shelf.ALL, text=row.sku))
        for row in rows.order_by("sku", "pk")[:MOST_FOUND]
    )
