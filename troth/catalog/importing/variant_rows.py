"""Which rows of a product are variants, and what they say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from troth.catalog import further_prices
from troth.catalog.locations import cells as places
from troth.catalog.money import is_currency

from .cells import HEAVIEST, LARGEST_STOCK, Cells
from .grouping import Group
from .imported import ImportedVariant, Value
from .layout import Layout
from .report import Weight
from .source import Source
from .tax_classes import of_shopify

OPTION_WORDS = tuple(f"option{place}_{part}" for place in (1, 2, 3) for part in ("name", "value"))
_VALUES = ("option1_value", "option2_value", "option3_value")
_NAMES = ("option1_name", "option2_name", "option3_name")
# A row with any of these is a variant; one without is only a picture, whatever else repeats on it.
_TELLING = (*_VALUES, "sku", "price", "barcode", "quantity")
_LONGEST_VALUE = 255
_MISSING = "\u2013"


def variants_of(found: Group, source: Source) -> tuple[tuple[str, str, str] | None, tuple[ImportedVariant, ...] | None]:
    """(the three option names, the variants); None for each that the file has no columns for."""
    first = found.rows[0]
    if not any(first.has(word) for word in (*_TELLING, *_NAMES)):
        return None, None
    rows = [cells for cells in found.rows if cells is first or any(cells.text(word) for word in _TELLING)]
    names = _names(rows)
    variants: dict[tuple[str, ...], ImportedVariant] = {}
    for cells in rows:
        values = _values(cells, names)
        if values in variants:
            cells.report.note(
                _("The same variant as in row %(row)d; this row was left out.") % {"row": variants[values].row},
                row=cells.number,
                weight=Weight.LOST,
            )
            continue
        variants[values] = ImportedVariant(
            values,
            _fields(cells, source),
            cells.text("variant_image"),
            cells.number,
            _prices(cells),
            _elsewhere(cells),
        )
    given = [*(name for name in names if name), "", "", ""]
    options = (given[0], given[1], given[2]) if any(first.has(word) for word in OPTION_WORDS) else None
    return options, tuple(variants.values())


def _names(rows: list[Cells]) -> tuple[str, str, str]:
    """The options' names from the first row. An option nobody answers is none; an answered one gets a name.

    "Title" / "Default Title" is how Shopify writes "no options". "Title" with any other value is an option.
    """
    first = rows[0]
    if len(rows) == 1 and first.text(_VALUES[0]).casefold() == "default title":
        return "", "", ""
    names = []
    for place in range(3):
        answered = any(cells.text(_VALUES[place]) for cells in rows)
        name = first.text(_NAMES[place], _LONGEST_VALUE) if answered else ""
        if answered and not name:
            name = _("Option %(place)d") % {"place": place + 1}
            first.say(_NAMES[place], _("The option has no name; it was called “%(name)s”.") % {"name": name})
        names.append(name)
    return names[0], names[1], names[2]


def _values(cells: Cells, names: tuple[str, str, str]) -> tuple[str, ...]:
    """The answers of this row, one for each named option."""
    values = []
    for place, name in enumerate(names):
        if not name:
            continue
        value = cells.text(_VALUES[place], _LONGEST_VALUE)
        if not value:
            cells.say(_VALUES[place], _("No value for “%(name)s”; it was set to a dash.") % {"name": name})
        values.append(value or _MISSING)
    return tuple(values)


def _fields(cells: Cells, source: Source) -> dict[str, Value]:
    """Columns of catalog.Variant, as far as the file has them."""
    fields, currency = of_shopify(cells, source.classes), source.currency
    if cells.has("own_currency") and is_currency(cells.text("own_currency")):
        currency = fields["currency"] = cells.text("own_currency")
    for word, longest in (("sku", 255), ("barcode", 64)):
        if cells.has(word):
            fields[word] = cells.text(word, longest)
    if cells.has("price"):
        fields["price"] = cells.amount("price", currency)
        if fields["price"] is None:
            cells.say("price", _("No price: the variant is kept, but not offered until it has one."))
    if cells.has("compare_at"):
        fields["compare_at"] = cells.amount("compare_at", currency) or None
    if cells.has("grams"):
        fields["weight_grams"] = max(0, cells.whole("grams", HEAVIEST) or 0)
    if cells.has("shipped"):
        fields["shipped"] = cells.yes("shipped") is not False
    if cells.has("own_offered"):
        fields["offered"] = fields.get("price") is not None and cells.yes("own_offered") is not False
    return fields | _stock(cells, source.layout)


def _prices(cells: Cells) -> dict[str, int] | None:
    if not cells.has("own_prices"):
        return None
    prices, wrong = further_prices.read(cells.text("own_prices"))
    for part in wrong:
        cells.say("own_prices", _("“%(part)s” is no price such as “EUR 24.90”; left out.") % {"part": part[:40]})
    return prices


def _elsewhere(cells: Cells) -> dict[str, int] | None:
    if not cells.has("own_elsewhere"):
        return None
    there, wrong = places.read(cells.text("own_elsewhere"))
    for part in wrong:
        cells.say(
            "own_elsewhere", _("“%(part)s” is no place and number such as “harbour 5”; left out.") % {"part": part[:40]}
        )
    return there


def _stock(cells: Cells, layout: Layout) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if cells.has("tracker"):
        # Blank means "do not count", even where a quantity stands beside it.
        fields["tracked"] = cells.text("tracker").casefold() not in ("", "false")
    if cells.has("policy"):
        continues = layout.continues(cells.text("policy"))
        if continues is None:
            cells.say("policy", _("Neither “deny” nor “continue”; taken as “deny”."))
        fields["oversell"] = bool(continues)
    if cells.has("quantity"):
        quantity = cells.whole("quantity", LARGEST_STOCK)
        if quantity is not None and quantity < 0 and not fields.get("oversell"):
            cells.say("quantity", _("Less than nothing in stock; taken as 0."))
            quantity = 0
        fields["stock"] = quantity or 0
    return fields
