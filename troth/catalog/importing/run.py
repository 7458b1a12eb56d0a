"""The import of a whole file: a hundred products a transaction, and each alone where one of them cannot be stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import batched
from pathlib import Path
from typing import Final, Protocol

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from troth.catalog import named_beside, revision
from troth.catalog.models import Location

from . import about, reading
from .beside_rows import store_beside
from .errors import UnknownLayout
from .grouping import Group
from .held import hold
from .imported import ImportedProduct
from .layout import understand
from .left_behind import left_behind
from .plan import Plan, Run, look_up_addresses, plan
from .reading import Table
from .report import Became, ProductOutcome, Report, Weight
from .shelves import Shelves
from .sniff import OWN, Dialect, sniff
from .source import Source
from .store import store

AT_ONCE: Final = 100
Progress = Callable[[int, int], None]


class Keeper(Protocol):
    """Keeps what an undo needs, in the transaction of the change itself."""

    def keep(self, plans: Sequence[Plan]) -> None: ...

    def became(self, outcome: ProductOutcome) -> ProductOutcome:
        """What a product became in this run: also in a first try that was cut off."""
        ...


def import_file(
    path: Path,
    *,
    currency: str = "",
    classes: Collection[str] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
    taken_as: Mapping[str, str] | None = None,
    keeper: Keeper | None = None,
) -> Report:
    """Import a file of products. Prices are in `currency`, or in the shop's. `taken_as`: see `layout.understand`.
    `classes`: those of goods that the shop's taxes name, beside “standard” and “exempt”.

    Raises NotImportable if the file as a whole cannot be read (nothing has changed then), OSError if it cannot be
    opened. Everything else is in the report. A second import of the same file changes nothing.
    """
    report = Report(path.name, dry_run=dry_run)
    table = reading.read_file(path, report)
    return import_table(
        table, report, currency=currency, classes=classes, progress=progress, taken_as=taken_as, keeper=keeper
    )


def import_table(
    table: Table,
    report: Report,
    *,
    currency: str = "",
    classes: Collection[str] = (),
    progress: Progress | None = None,
    taken_as: Mapping[str, str] | None = None,
    keeper: Keeper | None = None,
) -> Report:
    dialect = _dialect(table, taken_as or {})
    report.layout = dialect.layout.name
    money = currency or revision.currency()
    understood = understand(table.columns, dialect.layout, taken_as or {})
    table = about.without_addresses(table, understood.read, report)
    source = dialect.prepare(Source(table, dialect.layout, understood, money, report, frozenset(classes)))
    report.left_behind.extend(left_behind(table, dialect.layout, source.understood))
    places = frozenset(Location.objects.filter(main=False).values_list("code", flat=True))
    run = Run(money, report.dry_run, report, Shelves(report, dry_run=report.dry_run), places=places)
    groups, done = dialect.group(source), 0
    run.known.update(each.handle for each in groups)
    for some in batched(groups, AT_ONCE, strict=False):
        for outcome in _applied(_read(some, dialect, source), run, keeper):
            report.products.append(outcome)
            done += 1
            if progress is not None:
                progress(done, len(groups))
    store_beside(run.beside)
    return report


def _dialect(table: Table, taken_as: Mapping[str, str]) -> Dialect:
    """Raises UnknownLayout, and HoldsAddresses for a table of people."""
    try:
        dialect = sniff(table.columns, taken_as)
    except UnknownLayout:
        about.refuse_people(table, taken_as)
        raise
    if dialect is OWN:
        about.refuse_people(table, taken_as)
    return dialect


def _read(groups: Sequence[Group], dialect: Dialect, source: Source) -> list[ImportedProduct]:
    return [dialect.product(found, source) for found in groups]


def _applied(products: list[ImportedProduct], run: Run, keeper: Keeper | None) -> Iterator[ProductOutcome]:
    try:
        with transaction.atomic():
            plans = _planned(products, run)
            if not run.dry_run:
                store(plans)
                if keeper is not None:
                    keeper.keep(plans)
    except (DatabaseError, ValidationError) as error:
        run.shelves.look()
        if len(products) == 1:
            yield _refused(products[0], run, error)
            return
        for product in products:
            yield from _applied([product], run, keeper)
        return
    if not run.dry_run:
        run.beside += [(each.product.pk, each.beside) for each in plans if each.beside is not None]
    for each in plans:
        run.report.to_fetch.extend((each.imported.handle, url) for url in each.pictures.to_fetch)
        yield each.outcome if keeper is None else keeper.became(each.outcome)


def _planned(products: list[ImportedProduct], run: Run) -> list[Plan]:
    held = hold(products, lock=not run.dry_run)
    look_up_addresses([product for product in products if product.handle not in held], run)
    named = {handle for product in products for _kind, handle in product.beside or ()}
    if unknown := named - run.known:
        run.known |= named_beside.called(unknown).keys()
    return [plan(product, held.get(product.handle), run) for product in products]


def _refused(imported: ImportedProduct, run: Run, error: Exception) -> ProductOutcome:
    """The database said no to this product; the others go on. Every row of it is named."""
    words = _("The product could not be stored (%(reason)s).") % {"reason": type(error).__name__}
    for row in imported.rows:
        run.report.note(words, row=row, weight=Weight.LOST)
    return ProductOutcome(imported.handle, imported.title, Became.REFUSED, imported.rows)
