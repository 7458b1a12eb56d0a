"""What a file names beside a product, laid over what the shop has; stored when all products of the file are there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from troth.catalog import named_beside
from troth.catalog.models import Catalogue, RelatedProduct
from troth.catalog.named_beside import Named

from .cells import Cells
from .changes import Changes, brief
from .imported import ImportedProduct
from .report import Report, Weight
from .trace import BESIDE, Of, Traced

WORD = "own_beside"
Wanted = tuple[int, Named]  # the product's key, and what is named beside it


def beside_of(first: Cells) -> Named | None:
    """None where the file has no such column."""
    if not first.has(WORD):
        return None
    named, wrong = named_beside.read(first.text(WORD))
    for line in wrong:
        words = _("“%(line)s” is no relation and product such as “accessory filter-tips”; left out.")
        first.say(WORD, words % {"line": line[:40]})
    return named


def merge_beside(
    imported: ImportedProduct, present: Named, known: Collection[str], changes: Changes, report: Report
) -> Named | None:
    """What is to be named, None where nothing changes. `known`: what the shop or the file has. Nothing is stored."""
    if imported.beside is None:
        return None
    told = []
    for kind, handle in imported.beside:
        if handle in known and handle != imported.handle:
            told.append((kind, handle))
        else:
            words = _("There is no other product “%(handle)s” to go with it; left out.") % {"handle": brief(handle)}
            report.note(words, row=imported.rows[0], weight=Weight.CHANGED)
    wanted = tuple(told)
    if wanted == present:
        return None
    before, after = named_beside.written(present), named_beside.written(wanted)
    label = str(RelatedProduct._meta.verbose_name)
    changes.note("", label, brief(before), brief(after), Traced(Of.PRODUCT, "", BESIDE, before, after))
    return wanted


def store_beside(wanted: Sequence[Wanted]) -> None:
    """In one transaction, in place of what was named before. What is not there after all is left out."""
    if not wanted:
        return
    with transaction.atomic():
        keys = named_beside.called(handle for _product, named in wanted for _kind, handle in named)
        RelatedProduct.objects.filter(product__in=[product for product, _named in wanted]).delete()
        rows = [row for product, named in wanted for row in rows_of(product, named, keys)]
        RelatedProduct.objects.bulk_create(rows, batch_size=500)
        Catalogue.bump()


def rows_of(product: int, named: Named, keys: Mapping[str, int]) -> list[RelatedProduct]:
    """Rows that are not stored. `keys`: of those products that are there."""
    return [
        RelatedProduct(product_id=product, other_id=keys[handle], kind=kind, sort_order=place)
        for place, (kind, handle) in enumerate(named)
        if keys.get(handle, product) != product
    ]
