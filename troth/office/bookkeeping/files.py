"""The journal of a month as a file. With names only where somebody asks for them whose job it is, and never for DATEV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth.orders.bookkeeping import accounts, datev, names
from troth.orders.bookkeeping.journal import journal
from troth.orders.reports.customers import Actor
from troth.orders.reports.span import Span

from ..reports import files
from ..reports.tables import Table
from . import lines


@dataclass(frozen=True, slots=True)
class Kind:
    """`make`: of some days, in a currency, and with names for the actor who asks for them."""

    words: str
    make: Callable[[Span, str, Actor | None], bytes]
    content_type: str
    ending: str
    begins: str = "journal-"


@sensitive_variables()
def _tables(span: Span, currency: str, names_for: Actor | None) -> list[Table]:
    found = journal(span, currency)
    named = names.of(found, names_for) if names_for else None
    return [lines.table(found, accounts.chart(), currency, named)]


def _csv(span: Span, currency: str, names_for: Actor | None) -> bytes:
    return files.as_csv(_tables(span, currency, names_for))


def _xlsx(span: Span, currency: str, names_for: Actor | None) -> bytes:
    return files.as_xlsx(_tables(span, currency, names_for))


def _datev(span: Span, currency: str, _names_for: Actor | None) -> bytes:
    now = timezone.localtime()
    return datev.batch(journal(span, currency), accounts.chart(), span, currency, now)


KINDS: Mapping[str, Kind] = {
    "csv": Kind("CSV", _csv, files.CSV, "csv"),
    "xlsx": Kind("XLSX", _xlsx, files.XLSX, "xlsx"),
    "datev": Kind("DATEV", _datev, "text/csv; charset=windows-1252", "csv", "EXTF_Buchungsstapel-"),
}
