"""What an edit would do to one product after the other. Stores nothing; refuses what makes no sense, naming the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from troth.catalog.importing.imported import Value
from troth.catalog.importing.trace import ADDED, GONE, Of, Traced
from troth.catalog.locations import levels
from troth.catalog.models import Category, Status, Variant
from troth.catalog.money import LARGEST_AMOUNT

from . import amounts
from .asked import CompareBy, CompareEdit, Edit, Nonsense, PriceBy, ShelfBy, StockBy, StockEdit
from .wholes import Whole


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is looked up once for all. `elsewhere`: pieces of a variant at other locations than the main one."""

    category: Category | None = None
    elsewhere: Mapping[int, int] = field(default_factory=dict)


def plan(wholes: Sequence[Whole], edit: Edit) -> None:
    """Fill in the `changes`. Raises Nonsense."""
    if not edit.anything:
        raise Nonsense(_("Say what to change."))
    if not wholes:
        raise Nonsense(_("Choose at least one product."))
    _one_currency(wholes, edit)
    ground = _ground(wholes, edit)
    for whole in wholes:
        _product(whole, edit)
        _shelf(whole, edit, ground)
        for variant in whole.variants if edit.of_variants else ():
            _variant(whole, variant, edit, ground)


def _ground(wholes: Iterable[Whole], edit: Edit) -> _Ground:
    category = Category.objects.filter(pk=edit.shelf.category).first() if edit.shelf else None
    if edit.shelf is not None and category is None:
        raise Nonsense(_("This category is gone. Choose another one."))
    elsewhere = {}
    if edit.stock is not None and levels.several():
        found = levels.for_sale_elsewhere([variant.pk for whole in wholes for variant in whole.variants])
        elsewhere = {variant: sum(places.values()) for variant, places in found.items()}
    return _Ground(category, elsewhere)


def _one_currency(wholes: Iterable[Whole], edit: Edit) -> None:
    price, compare = edit.price, edit.compare
    if (price and price.by is not PriceBy.PERCENT) or (compare and compare.by is CompareBy.SET):
        found = sorted({variant.currency for whole in wholes for variant in whole.variants})
        if len(found) > 1:
            words = _("These products have prices in %(codes)s. Choose those of one currency, or change by per cent.")
            raise Nonsense(words % {"codes": ", ".join(found)})


def _product(whole: Whole, edit: Edit) -> None:
    values: dict[str, Value] = {}
    if edit.status:
        if edit.status == Status.PUBLISHED and not any(variant.offered for variant in whole.variants):
            raise Nonsense(_("“%(title)s” has nothing that could be sold; it stays a draft.") % _named(whole))
        values["status"] = edit.status
    if edit.maker is not None:
        values["vendor"] = edit.maker
    whole.changes.put(whole.product, values, Of.PRODUCT)


def _shelf(whole: Whole, edit: Edit, ground: _Ground) -> None:
    category = ground.category
    if edit.shelf is None or category is None:
        return
    inside = category in whole.shelves
    if edit.shelf.by is not ShelfBy.REMOVE and not inside:
        put_on(whole, category)
    gone = {ShelfBy.ADD: [], ShelfBy.REMOVE: [category] if inside else []}.get(
        edit.shelf.by, [shelf for shelf in whole.shelves if shelf != category]
    )
    for shelf in gone:
        take_off(whole, shelf)


def put_on(whole: Whole, category: Category) -> None:
    whole.shelves.append(category)
    whole.put_on.append(category)
    row = Traced(Of.CATEGORY, category.slug, ADDED, None, None)
    whole.changes.note("", _("categories"), "", category.name, row)


def take_off(whole: Whole, category: Category) -> None:
    whole.shelves.remove(category)
    whole.taken_off.append(category)
    row = Traced(Of.CATEGORY, category.slug, GONE, None, None)
    whole.changes.note("", _("categories"), category.name, "", row)


def _variant(whole: Whole, variant: Variant, edit: Edit, ground: _Ground) -> None:
    values: dict[str, Value] = {}
    price = variant.price
    if edit.price is not None:
        price = values["price"] = amounts.priced(variant.price, variant.currency, edit.price)
        if price < 0:
            raise Nonsense(_("“%(title)s” would cost less than nothing.") % _named(whole, variant))
        if price > LARGEST_AMOUNT:
            raise Nonsense(_("“%(title)s” would cost too much to be a price.") % _named(whole, variant))
    if edit.compare is not None:
        values["compare_at"] = _compare(whole, variant, edit.compare, price)
    if edit.stock is not None and variant.tracked:
        values["stock"] = _stock(whole, variant, edit.stock, ground)
    whole.changes.put(variant, values, Of.VARIANT, str(variant.ref), " / ".join(variant.values) or variant.sku)


def _compare(whole: Whole, variant: Variant, edit: CompareEdit, price: int) -> int | None:
    if edit.by is CompareBy.CLEAR:
        return None
    former = variant.price if edit.by is CompareBy.FORMER else amounts.minor(edit.number, variant.currency)
    if former <= price:
        raise Nonsense(_("The former price of “%(title)s” would not be above its price.") % _named(whole, variant))
    return former


def _stock(whole: Whole, variant: Variant, edit: StockEdit, ground: _Ground) -> int:
    """What there is at the main location changes; what lies elsewhere stays."""
    wanted = variant.stock + edit.number if edit.by is StockBy.ADD else edit.number
    least = ground.elsewhere.get(variant.pk, 0)
    if wanted < 0 and not variant.oversell:
        raise Nonsense(_("Fewer than none of “%(title)s” would be left.") % _named(whole, variant))
    if wanted < least and wanted != variant.stock:
        words = _("%(count)d of “%(title)s” lie at other locations; there cannot be fewer in all.")
        raise Nonsense(words % {**_named(whole, variant), "count": least})
    return wanted


def _named(whole: Whole, variant: Variant | None = None) -> dict[str, str]:
    values = " / ".join(variant.values) if variant else ""
    return {"title": f"{whole.product.title} ({values})" if values else whole.product.title}
