"""One product into the shop, in one transaction: new, changed, or exactly as it was and then untouched.

A product is found again by the handle it was imported under. Its address is that handle, unless another product
has it already. What the shop added since (uploaded pictures, another address, its own specifications) stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from anyascii import anyascii
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from troth.catalog.description import first_words
from troth.catalog.models import Category, FormerAddress, Product, Status

from .changes import brief, put
from .imported import ImportedProduct
from .picture_rows import merge_pictures, point_variants
from .report import Became, Change, ProductOutcome, Report, Weight
from .variant_merge import merge_variants

_LONGEST_SLUG = 100
_BLURB = 160


@dataclass(slots=True)
class Run:
    """What one import knows beyond one product: also a dry run must not give an address away twice."""

    currency: str
    dry_run: bool
    report: Report
    slugs: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)


def apply(imported: ImportedProduct, run: Run) -> ProductOutcome:
    """Write one product, or in a dry run only find out what would change."""
    with transaction.atomic():
        outcome = _written(imported, run)
        if run.dry_run:
            transaction.set_rollback(True)
    return outcome


def _written(imported: ImportedProduct, run: Run) -> ProductOutcome:
    product = Product.objects.select_for_update().filter(handle=imported.handle).first()
    became = Became.CHANGED
    if product is None:
        became = Became.NEW
        product = _new(imported, run)
    changes = put(product, imported.fields)
    variants, variant_changes = merge_variants(product, imported, run)
    pictures, picture_changes = merge_pictures(product, imported)
    changes += variant_changes + picture_changes + _put_categories(product, imported, run)
    if became is Became.CHANGED and not changes:
        moved = point_variants(variants, pictures, imported)
        became = Became.CHANGED if moved else Became.UNCHANGED
        changes += moved
        return ProductOutcome(imported.handle, product.title, became, imported.rows, tuple(changes))
    product.variants = variants
    product.images = pictures
    product.save()
    changes += point_variants(variants, pictures, imported)
    return ProductOutcome(imported.handle, product.title, became, imported.rows, tuple(changes))


def _new(imported: ImportedProduct, run: Run) -> Product:
    wanted = slugify(anyascii(imported.handle))[:_LONGEST_SLUG].strip("-_") or "product"
    slug = _free(wanted, run)
    run.slugs.add(slug)
    if slug != imported.handle:
        run.report.note(
            _("Its address is /products/%(slug)s/: “%(handle)s” is taken, or no address.")
            % {"slug": slug, "handle": brief(imported.handle)},
            row=imported.rows[0],
        )
    blurb = str(imported.fields.get("seo_description") or "")
    return Product(
        handle=imported.handle,
        slug=slug,
        status=Status.PUBLISHED,  # what a file without such a column means
        blurb=first_words(blurb or str(imported.fields.get("description") or ""), _BLURB),
    )


def _free(wanted: str, run: Run) -> str:
    """The address itself, or with the first number behind it that nobody has or had."""
    taken = run.slugs | set(Product.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(FormerAddress.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _put_categories(product: Product, imported: ImportedProduct, run: Run) -> list[Change]:
    """Into the categories the file names, made where they are missing; others the shop added are kept."""
    if not imported.categories:
        return []
    inside = {category.pk: category for category in product.categories.all()} if product.pk else {}
    wanted = [_category(name, run, imported.rows[0]) for name in imported.categories]
    missing = [category for category in wanted if category.pk not in inside]
    if missing:
        product.categories = [*inside.values(), *missing]
    return [Change("", _("categories"), "", category.name) for category in missing]


def _category(name: str, run: Run, row: int) -> Category:
    slug = slugify(anyascii(name))[:_LONGEST_SLUG] or "category"
    found = Category.objects.filter(slug=slug).first()
    if found is not None:
        return found
    if slug not in run.categories:
        run.categories.add(slug)
        run.report.note(_("New category “%(name)s”.") % {"name": name}, row=row, weight=Weight.NOTED)
    last = Category.objects.order_by("-position").values_list("position", flat=True).first() or 0
    return Category.objects.create(slug=slug, name=name, position=last + 1)
