"""The import of a whole file: one transaction a product, so that it can be stopped and started again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from troth.catalog import revision

from . import picture_rows, reading, shopify
from .apply import Run, apply
from .imported import ImportedProduct
from .reading import Table
from .report import Became, ProductOutcome, Report, Weight
from .sniff import sniff

Progress = Callable[[int, int], None]


def import_file(path: Path, *, currency: str = "", dry_run: bool = False, progress: Progress | None = None) -> Report:
    """Import a file of products. Prices are in `currency`, or in the shop's.

    Raises NotImportable if the file as a whole cannot be read (nothing has changed then), OSError if it cannot be
    opened. Everything else is in the report. A second import of the same file changes nothing.
    """
    report = Report(path.name, dry_run=dry_run)
    return import_table(reading.read_file(path, report), report, currency=currency, progress=progress)


def import_table(table: Table, report: Report, *, currency: str = "", progress: Progress | None = None) -> Report:
    layout = sniff(table.columns)
    report.layout = layout.name
    run = Run(currency or revision.currency(), report.dry_run, report)
    products = list(shopify.read(table, layout, run.currency, report))
    for done, imported in enumerate(products, 1):
        report.products.append(_applied(imported, run))
        if progress is not None:
            progress(done, len(products))
    return report


def _applied(imported: ImportedProduct, run: Run) -> ProductOutcome:
    try:
        outcome = apply(imported, run)
    except (DatabaseError, ValidationError) as error:
        return _refused(imported, run, error)
    if not run.dry_run:
        run.report.to_fetch.extend(picture_rows.to_fetch(imported.handle))
    elif imported.images:
        run.report.to_fetch.extend((imported.handle, image.url) for image in imported.images)
    return outcome


def _refused(imported: ImportedProduct, run: Run, error: Exception) -> ProductOutcome:
    """The database said no to this product; the others go on. Every row of it is named."""
    words = _("The product could not be stored (%(reason)s).") % {"reason": type(error).__name__}
    for row in imported.rows:
        run.report.note(words, row=row, weight=Weight.LOST)
    return ProductOutcome(imported.handle, imported.title, Became.REFUSED, imported.rows)
