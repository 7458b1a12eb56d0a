"""The two kinds of file, each with the verbs that the command and the office's screen share.

    look(path, run)    what would change; nothing does
    bring(path, run)   the import itself; again after it was cut off, it goes on
    take_back(run)     what it did is undone, as far as nobody is a customer by now

Each returns what people and machines read of it as JSON: counts, rows, names of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from troth.catalog.importing import UnknownLayout, about, reading
from troth.catalog.models import ImportRun

from . import contact_known, contact_layouts, door, former_shop, naming, order_known, order_reading, own_people
from .naming import Said
from .report import IntakeReport
from .taking_contacts import TakingContacts
from .taking_orders import TakingOrders
from .undo import undone

Progress = Callable[[int, int], None]


class Intake(Protocol):
    name: str

    def recognises(self, columns: Sequence[str]) -> bool: ...

    def read_in(
        self, table: reading.Table, said: Said, report: IntakeReport, run: ImportRun, progress: Progress | None
    ) -> None: ...


class Customers:
    name = naming.CUSTOMERS

    def recognises(self, columns: Sequence[str]) -> bool:
        return contact_known.layout_of(columns) is not None

    def read_in(
        self, table: reading.Table, said: Said, report: IntakeReport, run: ImportRun, progress: Progress | None
    ) -> None:
        layout = contact_known.layout_of(table.columns) or own_people.layout(table, said)
        report.layout = layout.name
        shop = former_shop.settled(said.shop, layout.system)
        found = contact_layouts.contacts(table, layout, report, said)
        known = [replace(each, system=f"{each.system} ({shop})") for each in found] if shop else found
        former = former_shop.of_people(shop, layout.system)
        TakingContacts(run.ref, door.actor(run.by), report, progress, former).take(known)


class PastOrders:
    name = naming.PAST_ORDERS

    def recognises(self, columns: Sequence[str]) -> bool:
        return order_known.layout_of(columns) is not None

    def read_in(
        self, table: reading.Table, said: Said, report: IntakeReport, run: ImportRun, progress: Progress | None
    ) -> None:
        layout = order_known.layout_of(table.columns)
        if layout is None:
            raise UnknownLayout(unknown())
        report.layout = layout.name
        found = order_reading.orders(table, layout, report, said, run.currency)
        shop = former_shop.settled(said.shop, layout.system)
        TakingOrders(run.ref, door.actor(run.by), report, progress, shop).take(found)


KINDS: tuple[Intake, ...] = (PastOrders(), Customers())


def offered(name: str) -> list[tuple[str, str]]:
    """(field, its words) that a column of such a file may be taken as."""
    return naming.offered(name)


def grouped(name: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same, in groups: (what the fields are of, the fields)."""
    return naming.grouped(name)


def of_columns(columns: Sequence[str]) -> Intake | None:
    return next((kind for kind in KINDS if kind.recognises(columns)), None)


def named(name: str) -> Intake | None:
    return next((kind for kind in KINDS if kind.name == name), None)


def look(path: Path, run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    """Beside the report: `columns`, and places of those that may be taken as a field (`open`).

    Raises NotImportable, OSError, and `gate.Refused` for somebody whose job does not include it.
    """
    report = _read(path, run, progress, dry_run=True)
    understood = [[column, ""] for column in report.understood]
    return report.as_json() | {"columns": list(report.columns), "open": report.open, "understood": understood}


def bring(path: Path, run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    return _read(path, run, progress, dry_run=False).as_json()


def take_back(run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    door.actor(run.by)
    told = undone(run.ref, progress)
    ImportRun.objects.filter(pk=run.pk).update(counts=told["undone"])
    return told


def _read(path: Path, run: ImportRun, progress: Progress | None, *, dry_run: bool) -> IntakeReport:
    report = IntakeReport(path.name, dry_run=dry_run)
    table = reading.read_file(path, report)
    kind = of_columns(table.columns)
    if kind is None and own_people.is_said(run.taken_as):
        kind = named(naming.CUSTOMERS)
    if kind is None:
        raise Unsaid(_looks(table))
    said = naming.of_run(kind.name, run.taken_as, table.columns)
    kind.read_in(table, said, report, run, progress)
    report.sum_up()
    told = {"counts": report.counts, "lost": len(report.lost_rows), "layout": report.layout}
    ImportRun.objects.filter(pk=run.pk).update(**told)
    return report


class Unsaid(UnknownLayout):
    """Nobody has said yet what an unknown table is about."""

    asks = about.SAID


def what_it_looks_like(path: Path) -> str:
    """A table nobody knows, in a sentence. Raises NotImportable and OSError."""
    return _looks(reading.head_of(path, about.LOOKED_AT))


def _looks(table: reading.Table) -> str:
    """Raises NotImportable for one without headings."""
    about.refuse_without_headings(table.columns)
    rows = table.rows[: about.LOOKED_AT]
    found = about.about(table.columns, rows)
    if found is about.About.ORDERS:
        return _(
            "This looks like orders, of a shop system we cannot read. We read exports of orders from Shopify, Wix and WooCommerce."
        )
    if held := about.addresses(table.columns, rows):
        words = _(
            "No shop system we know wrote this table. It looks like one of people: “%(column)s” holds e-mail addresses."
        )
        return words % {"column": held[0]}
    if found is about.About.PEOPLE:
        return _("No shop system we know wrote this table. By its headings it is about people.")
    return unknown()


def unknown() -> str:
    return _(
        "This is no file of customers or orders we know. We read customers and orders of Shopify, Wix and WooCommerce."
    )
