"""The page of the books: sums to the cent, for whoever makes out the invoices. Each month by itself, and each tax."""

from __future__ import annotations

from django.utils.translation import gettext as _

from troth.orders.reports import books
from troth.orders.reports.span import Step

from .choosing import Chosen
from .goods import taxed
from .tables import Table
from .told import Told, columns, row_of


def of_books(chosen: Chosen) -> Told:
    found = books.books(chosen.span, chosen.currency)
    months = tuple(row_of(chosen, row, row.first) for row in reversed(found.months))
    told = Table(_("The books"), columns(Step.MONTH), months, row_of(chosen, found.whole, _("Altogether")))
    return Told(
        tables=(told, taxed(found.taxes, chosen)),
        says=_(
            "For whoever keeps the books, to the cent, with nothing left out. Of what was sold, before anything was given back "
            "where taxes are told. Invoices and credit notes have the last word."
        ),
        empty="" if any(row.orders or row.net for row in found.months) else _("Nothing was sold in these days."),
    )
