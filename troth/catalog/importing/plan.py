"""What an import would do with one product: new, changed, or exactly as it was and then untouched. Stores nothing.

A product is found again by the handle it was imported under. Its address is that handle, unless another product
has it already. What the shop added since (uploaded pictures, another address, its own specifications) stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from troth.catalog import description
from troth.catalog.models import Category, FormerAddress, Product, ProductWords, Status, Variant
from troth.catalog.named_beside import Named

from .beside_rows import Wanted, merge_beside
from .changes import Changes, brief
from .held import Held
from .imported import ImportedProduct, Value
from .picture_rows import Pictures, merge_pictures, point_variants
from .places import Moved, merge_places
from .price_merge import Prices, merge_prices
from .report import Became, ProductOutcome, Report
from .shelves import Shelves
from .trace import ADDED, Of, Traced
from .variant_merge import Merged, merge_variants
from .words_rows import merge_words

_LONGEST_SLUG = 100
_BLURB = 160


@dataclass(slots=True)
class Run:
    """What one import knows beyond one product: also a dry run must not give an address away twice."""

    currency: str
    dry_run: bool
    report: Report
    shelves: Shelves
    slugs: dict[str, str] = field(default_factory=dict)  # address → handle of the product that got it
    places: frozenset[str] = frozenset()  # short names of the locations beside the main one
    known: set[str] = field(default_factory=set)  # handles of products that the shop has, or will have by this file
    beside: list[Wanted] = field(default_factory=list)  # to be stored in the end


@dataclass(slots=True)
class Plan:
    imported: ImportedProduct
    product: Product
    became: Became
    changes: Changes
    variants: Merged
    pictures: Pictures
    prices: list[tuple[Variant, Prices]]
    categories: list[Category]
    added: list[Category]
    words: list[ProductWords]
    moved: list[Moved]
    beside: Named | None = None
    changed_before: datetime | None = None

    @property
    def outcome(self) -> ProductOutcome:
        told = () if self.became is Became.NEW else tuple(self.changes.told)
        return ProductOutcome(self.imported.handle, self.product.title, self.became, self.imported.rows, told)


def plan(imported: ImportedProduct, held: Held | None, run: Run) -> Plan:
    """`held`: the product as the shop has it."""
    changes = Changes()
    product = _new(imported, run) if held is None else held.product
    if held is None:
        for name, value in imported.fields.items():
            setattr(product, name, value)
    else:
        changes.put(product, _told(product, imported), Of.PRODUCT)
    variants = merge_variants(held.variants if held else (), imported, changes, run.currency, run.report)
    pictures = merge_pictures(held.pictures if held else (), imported, changes)
    point_variants(variants.told, pictures, imported, changes)
    prices = merge_prices(variants.told, held.prices if held else {}, changes)
    moved = merge_places(variants.told, held.elsewhere if held else {}, run.places, changes, run.report)
    beside = merge_beside(imported, held.beside if held else (), run.known, changes, run.report)
    words = merge_words(product, held.words if held else {}, imported.words, changes)
    present = held.categories if held else []
    added = _added(present, imported, run, changes)
    became = Became.NEW if held is None else Became.CHANGED if changes else Became.UNCHANGED
    before = held.product.changed_at if held else None
    return Plan(
        imported=imported,
        product=product,
        became=became,
        changes=changes,
        variants=variants,
        pictures=pictures,
        prices=prices,
        categories=[*present, *added],
        added=added,
        words=words,
        moved=moved,
        beside=beside,
        changed_before=before,
    )


def _told(product: Product, imported: ImportedProduct) -> dict[str, Value]:
    """The file's values. A description whose links within the shop were written out by our export is the same one."""
    fields = dict(imported.fields)
    if "linktype=" in product.description and "description" in fields:
        spelled = description.clean(expand_db_html(product.description)).html
        if spelled == fields["description"]:
            del fields["description"]
    return fields


def _new(imported: ImportedProduct, run: Run) -> Product:
    blurb = str(imported.fields.get("seo_description") or "")
    return Product(
        handle=imported.handle,
        slug=_address(imported, run),
        status=Status.PUBLISHED,  # what a file without such a column means
        blurb=description.first_words(blurb or str(imported.fields.get("description") or ""), _BLURB),
    )


def _address(imported: ImportedProduct, run: Run) -> str:
    wanted = wanted_address(imported)
    slug = wanted if run.slugs.get(wanted) == imported.handle else _free(wanted, run)
    run.slugs[slug] = imported.handle
    if slug != (imported.address or imported.handle):
        run.report.note(
            _("Its address is /products/%(slug)s/: “%(handle)s” is taken, or no address.")
            % {"slug": slug, "handle": brief(imported.address or imported.handle)},
            row=imported.rows[0],
        )
    return slug


def wanted_address(imported: ImportedProduct) -> str:
    return slugify(anyascii(imported.address or imported.handle))[:_LONGEST_SLUG].strip("-_") or "product"


def look_up_addresses(wanted: Sequence[ImportedProduct], run: Run) -> None:
    """Note which of these addresses the shop has already given to somebody else."""
    slugs = {wanted_address(imported) for imported in wanted}
    for model in (Product, FormerAddress):
        for slug in model.objects.filter(slug__in=slugs).values_list("slug", flat=True):
            run.slugs.setdefault(slug, "")


def _free(wanted: str, run: Run) -> str:
    """The address itself, or with the first number behind it that nobody has or had."""
    if wanted not in run.slugs:
        return wanted
    taken = set(run.slugs) | set(Product.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(FormerAddress.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _added(present: list[Category], imported: ImportedProduct, run: Run, changes: Changes) -> list[Category]:
    """The categories the file names beside those it is in; others the shop added are kept."""
    inside = {category.slug for category in present}
    added = []
    for name in imported.categories or ():
        category = run.shelves.find(name, imported.rows[0])
        if category is not None and category.slug not in inside:
            inside.add(category.slug)
            added.append(category)
            row = Traced(Of.CATEGORY, category.slug, ADDED, None, None)
            changes.note("", _("categories"), "", category.name, row)
    return added
