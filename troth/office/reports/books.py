"""The page of the books: sums to the cent, for whoever makes out the invoices. Each month by itself, and each tax."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.catalog.money import Money
from troth.orders.account.ageing import BANDS, Aged
from troth.orders.reports import books
from troth.orders.reports.on_papers import Papered
from troth.orders.reports.span import Step

from .choosing import Chosen
from .goods import taxed
from .tables import Table, Value
from .told import Told, columns, count, row_of


def of_books(chosen: Chosen) -> Told:
    found = books.books(chosen.span, chosen.currency)
    months = tuple(row_of(chosen, row, row.first) for row in reversed(found.months))
    told = Table(_("The books"), columns(Step.MONTH), months, row_of(chosen, found.whole, _("Altogether")))
    says = _(
        "For whoever keeps the books, to the cent, with nothing left out. Of what was sold, before anything was given back "
        "where taxes are told. Invoices and credit notes have the last word."
    )
    return Told(
        tables=(told, taxed(found.taxes, chosen), _on_papers(found.papers, chosen), *_ageing(found.aged, chosen)),
        says=" ".join(filter(None, (says, _exempt(chosen, *found.exempt), _earlier(chosen, *found.earlier)))),
        empty=""
        if found.papers or found.aged or any(row.orders or row.net for row in found.months)
        else _("Nothing was sold in these days."),
    )


def _on_papers(found: Sequence[Papered], chosen: Chosen) -> Table:
    """Each tax by the papers issued in these days, and what is left of it after what was taken back."""
    columns = (
        _("Tax"),
        _("Rate, %"),
        _("Kind"),
        *(_("Tax invoiced"), _("Tax credited")),
        *(_("Taxed amount left"), _("Tax left")),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            *(each.name, Decimal(each.rate) / 1000, _("in the prices") if each.included else _("on top")),
            *(Money(amount, chosen.currency) for amount in _sums(each)),
        )
        for each in found
    )
    sums = [sum(column) for column in zip(*map(_sums, found), strict=True)]
    foot = (_("Altogether"), None, "", *(Money(each, chosen.currency) for each in sums))
    says = _("By invoices and credit notes, on the day each was issued: what a return to the tax office asks for.")
    return Table(_("Taxes on papers"), columns, rows, foot if rows else (), says)


def _ageing(found: Aged | None, chosen: Chosen) -> tuple[Table, ...]:
    """What is open on account, by how long ago it was due. As it stands now, whatever days are chosen."""
    if found is None:
        return ()
    columns = (_("Due"), _("Invoices"), _("Still open"))
    bands = [
        _("%(first)s to %(last)s days ago") % {"first": max(first, 1), "last": last} for first, last in BANDS if last
    ]
    words = (_("not yet"), *bands, _("more than 90 days ago"))
    sums = (found.not_due, *found.late)
    rows = tuple((word, many, Money(amount, chosen.currency)) for word, (many, amount) in zip(words, sums, strict=True))
    foot = (_("Altogether"), found.whole[0], Money(found.whole[1], chosen.currency))
    return (Table(_("Open invoices by age"), columns, rows, foot, _("On account, as it stands now.")),)


def _sums(each: Papered) -> tuple[int, ...]:
    return each.amount, each.back, each.base_left, each.left


def _exempt(chosen: Chosen, many: int, amount: int) -> str:
    if not many:
        return ""
    told = ngettext(
        "%(many)s order, of %(total)s, carries no sales tax because its buyer is exempt.",
        "%(many)s orders, of %(total)s altogether, carry no sales tax because their buyers are exempt.",
        many,
    )
    return told % {"many": count(many), "total": Money(amount, chosen.currency).text}


def _earlier(chosen: Chosen, many: int, amount: int) -> str:
    if not many:
        return ""
    words = ngettext(
        "%(many)s of these orders, of %(total)s, was placed in an earlier shop: its invoice was made there, and the books "
        "of that shop have it, too.",
        "%(many)s of these orders, of %(total)s altogether, were placed in an earlier shop: their invoices were made there, "
        "and the books of that shop have them, too.",
        many,
    )
    return words % {"many": count(many), "total": Money(amount, chosen.currency).text}
