"""Products, as a kind of file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.catalog.importing import recorded
from troth.catalog.importing.layout import SPECIFICATION
from troth.catalog.models import ImportRun
from troth.orders.prices import classes

_WORDS: Final[tuple[tuple[str, Promise], ...]] = (
    (SPECIFICATION, _("a line of the specifications")),
    ("title", _("title")),
    ("handle", _("key of the product (handle)")),
    ("body", _("description")),
    ("vendor", _("maker")),
    ("type", _("category")),
    ("tags", _("keywords")),
    ("price", _("price")),
    ("compare_at", _("former price")),
    ("sku", _("article number")),
    ("barcode", _("barcode")),
    ("quantity", _("how many are in stock")),
    ("grams", _("weight in grams")),
    ("taxable", _("whether it is taxed")),
    ("own_tax_class", _("class for the tax")),
    ("own_customs_code", _("customs code")),
    ("own_origin", _("made in")),
    ("own_prices", _("prices in further currencies")),
    ("option1_value", _("first option")),
    ("option2_value", _("second option")),
    ("image", _("address of a picture")),
    ("seo_title", _("title for search engines")),
    ("seo_description", _("description for search engines")),
)


class Products:
    name = recorded.KIND
    label: str | Promise = _("Products")
    says: str | Promise = _("Exports of Shopify, Wix, WooCommerce and Medusa, or a table of your own.")
    asks_currency = True
    asks_shop = False
    sent_at: tuple[str, str | Promise] = ("office:imports", _("Bring in"))
    shown_at = "office:import"
    undone_at = "office:import_undo"
    back_says: Sequence[str | Promise] = (
        _("What it made is removed. What somebody has in a basket or an order is hidden instead."),
        _("What it changed is as before."),
        _("What was changed since stays, and is named."),
    )
    words: Sequence[tuple[str, str | Promise]] = _WORDS

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perms(("catalog.add_product", "catalog.change_product", "catalog.add_category"))

    def recognises(self, columns: Sequence[str]) -> bool:
        return recorded.recognises(columns)

    def look(self, path: Path, run: ImportRun, progress: Callable[[int, int], None]) -> dict[str, Any]:
        return recorded.look(path, run, progress, classes=classes.known())

    def bring(self, path: Path, run: ImportRun, progress: Callable[[int, int], None]) -> dict[str, Any]:
        return recorded.bring(path, run, progress, classes=classes.known())

    def take_back(self, run: ImportRun, progress: Callable[[int, int], None]) -> dict[str, Any]:
        return recorded.take_back(run, progress)
