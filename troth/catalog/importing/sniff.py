"""Which dialect a table is in, told by its columns and never by the name of the file: two systems share one name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import (
    grouping,
    medusa,
    own_table,
    shopify,
    shopify_current,
    shopify_legacy,
    wix,
    wix_classic,
    wix_current,
    woocommerce,
    words_rows,
)
from .errors import UnknownLayout
from .grouping import Group
from .imported import ImportedProduct
from .layout import Layout
from .source import Source


def _as_it_is(source: Source) -> Source:
    return source


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of file is read: its columns, which rows belong together, and what product they make."""

    layout: Layout
    group: Callable[[Source], list[Group]]
    product: Callable[[Group, Source], ImportedProduct]
    prepare: Callable[[Source], Source] = _as_it_is


SHOPIFY: Final = (
    Dialect(shopify_legacy.LAYOUT, grouping.group, shopify.product),
    Dialect(shopify_current.LAYOUT, grouping.group, shopify.product, words_rows.prepared),
)
# Before Shopify's: their tables may have a "handle" and a "title" or "name", too.
MARKED: Final = (
    Dialect(wix_classic.LAYOUT, wix.group, wix_classic.product),
    Dialect(wix_current.LAYOUT, wix.group, wix_current.product),
    Dialect(medusa.LAYOUT, grouping.group, medusa.product, medusa.prepared),
)
WOOCOMMERCE: Final = Dialect(woocommerce.LAYOUT, woocommerce.group, woocommerce.product)
OWN: Final = Dialect(own_table.LAYOUT, grouping.group, shopify.product)
DIALECTS: Final = (*SHOPIFY, *MARKED, WOOCOMMERCE)

# Tables of other things, so that the answer can name them.
_FOREIGN: Final = (
    (
        frozenset(("id", "title", "availability", "condition", "link")),
        gettext_lazy("a feed for Google or Meta: a copy of the catalogue without stock and descriptions"),
    ),
    (frozenset(("handle", "location", "sku")), gettext_lazy("stock by location, not products")),
    (frozenset(("lineitem name", "financial status")), gettext_lazy("orders, not products")),
    (frozenset(("order number", "date created", "contact email")), gettext_lazy("orders, not products")),
    (frozenset(("first name", "email")), gettext_lazy("customers, not products")),
    (frozenset(("first name", "email 1")), gettext_lazy("customers, not products")),
)


def sniff(columns: Iterable[str], taken_as: Mapping[str, str] | None = None) -> Dialect:
    """The dialect of a table with these columns. Raises UnknownLayout, naming what it looks like instead."""
    columns = list(columns)
    present = {column.casefold() for column in columns}
    for dialect in MARKED:
        if dialect.layout.fits(present):
            return dialect
    if woocommerce.marked(present):
        return WOOCOMMERCE
    for marks, name in _FOREIGN:
        if marks <= present:
            raise UnknownLayout(
                _("This looks like %(name)s. Export the products from the shop system itself, and send that file.")
                % {"name": name}
            )
    fitting = [dialect for dialect in SHOPIFY if dialect.layout.fits(present)]
    if fitting:
        return max(fitting, key=lambda dialect: dialect.layout.known(present))
    if own_table.named(taken_as or {}):
        return OWN
    raise UnknownLayout(
        _(
            "The columns are of no shop system we can read (Shopify, Wix, WooCommerce, Medusa). The first ones are: "
            "%(seen)s. Say which of them is which."
        )
        % {"seen": ", ".join(columns[:8])[:300]}
    )
