"""Columns of the catalogue's lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail.admin.ui.tables import Column

from troth.catalog import pictures, stock
from troth.catalog.models import Product, Variant
from troth.catalog.money import Money


class PictureColumn(Column):
    """A thumbnail; the title beside it says what it shows."""

    def get_value(self, instance: Any) -> SafeString:
        picture = pictures.first(instance.pictures)
        return format_html('<img src="{}" alt="" width="48" height="48" loading="lazy">', picture.src)


def price_of(product: Product) -> str:
    price = Money(product.price_from, product.currency).text
    return gettext("from %(price)s") % {"price": price} if product.price_varies else price


def stock_of(product: Any) -> str:
    """What is left of all variants; needs `cards`-like annotations `left`, `uncounted` and `out`."""
    if product.uncounted:
        return gettext("not counted")
    left = product.left or 0
    words = ngettext("%(count)d left", "%(count)d left", left) % {"count": left}
    if product.out and left:
        sold_out = ngettext("%(count)d variant sold out", "%(count)d variants sold out", product.out)
        return f"{words}, {sold_out % {'count': product.out}}"
    return words


def counting(variant: Variant) -> SafeString:
    """The way to where it is counted and moved."""
    words = gettext("Count, move")
    return format_html('<a href="{}">{}</a>', reverse("office:stock_of", args=[variant.ref]), words)


def words_of(variant: Variant) -> str:
    """What the shop says about a variant."""
    found = stock.availability(
        tracked=variant.tracked, oversell=variant.oversell, stock=variant.stock, offered=variant.offered
    )
    return stock.words(found, variant.stock)
