"""Imports by the command line: the run they are kept account of by, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from troth.catalog import money
from troth.catalog.importing import UnknownLayout, reading, working
from troth.catalog.models import ImportRun, RunState

from . import kinds, naming, own_people
from .models import Taken

Progress = Callable[[int, int], None]


def by_command(
    path: Path,
    *,
    dry_run: bool,
    progress: Progress | None = None,
    fields: Mapping[str, str] | None = None,
    dates: str = "",
    people: bool = False,
    shop: str = "",
    currency: str = "",
) -> dict[str, Any]:
    """The report, with `ref`: by what the import can be taken back, "" if it took nothing in.

    `fields`: column → field, of columns that we do not know. `dates`: "day" or "month", what they begin with. `people`: a table
    of no layout we know is one of people; what `fields` leaves open is taken as its headings suggest. `shop`: the name of the
    former shop, where there were several of one system. `currency`: of orders whose file does not say it.
    Raises NotImportable and OSError; then nothing has changed.
    """
    if currency and not money.is_currency(currency):
        raise naming.NotSuch(_("That is not a currency code."))
    columns = reading.columns_of(path)
    kind = kinds.of_columns(columns)
    own = kind is None and people
    if own:
        kind = kinds.named(naming.CUSTOMERS)
    if kind is None:
        raise UnknownLayout(kinds.what_it_looks_like(path))
    told = naming.kept(kind.name, fields or {}, dates, columns, shop)
    if own:
        told = own_people.said(columns, told)
    ref, state = uuid4(), RunState.LOOKING if dry_run else RunState.RUNNING
    with working.at_work(ref):
        run = ImportRun.objects.create(ref=ref, kind=kind.name, state=state, taken_as=told, currency=currency)
        state = RunState.FAILED
        try:
            report = (kinds.look if dry_run else kinds.bring)(path, run, progress)
            state = RunState.DONE
        finally:
            took = Taken.objects.filter(run=ref).exists()
            if took:
                ImportRun.objects.filter(pk=run.pk).update(state=state, ended_at=timezone.now())
            else:
                run.delete()
    return report | {"ref": str(ref) if took else ""}


def undo_by_command(ref: UUID, progress: Progress | None = None) -> dict[str, Any] | None:
    """What became of it; None if there is no such import."""
    run = ImportRun.objects.filter(ref=ref, kind__in=[kind.name for kind in kinds.KINDS]).first()
    if run is None:
        return None
    run.by = None  # whoever has the machine's own command line may; the row keeps who sent the file
    told = kinds.take_back(run, progress)
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.UNDONE, ended_at=timezone.now())
    return told
