"""Which layout a table has, told by its columns and never by the name of the file: two systems share one name."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from . import shopify_current, shopify_legacy
from .errors import UnknownLayout
from .layout import Layout

LAYOUTS: tuple[Layout, ...] = (shopify_legacy.LAYOUT, shopify_current.LAYOUT)

# What other tables of products look like, so that the answer can name them.
_FOREIGN: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("handleid", "fieldtype")), "Wix (catalogue version 1)"),
    (frozenset(("handle", "fieldtype")), "Wix (catalogue version 3)"),
    (frozenset(("regular price", "sku", "type")), "WooCommerce"),
    (frozenset(("product handle", "variant sku")), "Medusa"),
    (frozenset(("availability", "condition", "link")), "a Google or Meta feed"),
    (frozenset(("handle", "location", "sku")), "stock by location, not products"),
    (frozenset(("lineitem name", "financial status")), "orders, not products"),
    (frozenset(("first name", "email")), "customers, not products"),
)


def sniff(columns: Iterable[str]) -> Layout:
    """The layout of a table with these columns. Raises UnknownLayout, naming what it looks like instead."""
    columns = list(columns)
    present = {column.casefold() for column in columns}
    for marks, name in _FOREIGN:
        if marks <= present:
            raise UnknownLayout(
                _("This looks like %(name)s. So far, products are read from the two Shopify layouts.") % {"name": name}
            )
    fitting = [layout for layout in LAYOUTS if layout.fits(present)]
    if fitting:
        return max(fitting, key=lambda layout: layout.known(present))
    seen = ", ".join(columns[:8])
    raise UnknownLayout(
        _(
            "The columns fit no layout we can read. The first ones are: %(seen)s. A Shopify export of products "
            "has “Handle” and “Title”, or “URL handle” and “Title”."
        )
        % {"seen": seen[:300]}
    )
