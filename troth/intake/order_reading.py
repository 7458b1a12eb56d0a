"""Reading past orders: the rows of a file, gathered by order, each order whole or named in the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from troth.catalog import money
from troth.catalog.importing.reading import Row, Table
from troth.catalog.importing.report import Weight
from troth.orders.states import Status

from . import cells, contact_cells, dates, naming, order_items, order_sent
from .columns import Columns
from .contact import Word
from .naming import Said
from .order_layouts import OrderLayout
from .order_rows import OrderRows
from .order_sums import Amounts, costs
from .past_order import PastLine, PastOrder, Unfit
from .report import IntakeReport

MOST_LINES: Final = 2000
_ADDRESS: Final = ("name", "organization", "street_address", "locality", "region", "postcode", "country")


def orders(
    table: Table, layout: OrderLayout, report: IntakeReport, said: Said | None = None, currency: str = ""
) -> list[PastOrder]:
    """One for each order, in the file's order. Rows of an order that cannot be taken over are named. `currency`: what somebody
    said that amounts are in, for a file that does not say it.

    Raises Undecided, NotSuch.
    """
    said = said or Said()
    read = {column for column in table.columns if layout.reads(column.casefold())}
    naming.refuse(said, read)
    found_dates = dates.of(table, layout.names.dates, report, said.first)
    columns = Columns.of(table.columns, found_dates, said.by_field)
    report.leave(table, read, said.fields)
    if layout.names.currency not in columns and currency:
        words = _("The file does not say its currency; its amounts were read as %(currency)s, which was said with it.")
        report.note(words % {"currency": currency})
    grouped: dict[str, list[Row]] = {}
    for row in table.rows:
        number = cells.code(columns.cell(row, *layout.names.number))
        if not number:
            report.lost(_("No order number."), [row.number])
            continue
        grouped.setdefault(number, []).append(row)
    found = []
    for number, rows in grouped.items():
        try:
            found.append(_Reading(OrderRows(number, rows, columns, layout, report), currency).order())
        except Unfit as reason:
            report.lost(str(reason), [row.number for row in rows], reason.column)
    return found


class _Reading:
    """One order while it is read."""

    def __init__(self, rows: OrderRows, currency: str) -> None:
        self.currency_said = currency
        self.at, self.names, self.said, self.changed = rows, rows.names, rows.said, rows.changed
        self.words_on_lines: list[tuple[int, str]] = []

    def order(self) -> PastOrder:
        at, names = self.at, self.names
        if len(at.rows) > MOST_LINES:
            raise Unfit(_("It has more than %(most)d lines.") % {"most": MOST_LINES})
        currency = self.currency()
        placed_at, stood = self.placed(), order_sent.standing(at)
        self.amounts = Amounts(at, currency)
        told, itemised = self.lines()
        cost = costs(self.amounts, told)
        status, given_back = self.given_back(stood.status, cost.sums.total)
        sent = order_sent.sent_lines(at, status, cost.lines, self.words_on_lines) if itemised else ()
        tracking, carrier = order_sent.tracking(at, stood, sent)
        return PastOrder(
            rows=tuple(row.number for row in at.rows),
            key=f"{at.layout.system} {at.number}",
            number=at.number,
            placed_at=placed_at,
            status=status,
            currency=currency,
            sums=cost.sums,
            lines=cost.lines,
            taxes=cost.taxes,
            unexplained=cost.unexplained,
            itemised=itemised,
            given_back=given_back,
            unpaid=stood.unpaid,
            payment_reference=order_sent.payment_reference(at, stood),
            tracking=tracking,
            carrier=carrier,
            sent_lines=sent,
            paid_at=self.moment(names.paid_at),
            sent_at=self.moment(names.sent_at),
            cancelled_at=self.moment(names.cancelled_at),
            **self.people(),
        )

    def currency(self) -> str:
        told = self.said(self.names.currency).upper()
        if not told and self.names.currency not in self.at.columns:
            told = self.currency_said
            if not told:
                raise Unfit(_("The file does not say its currency. Say it with the file, and send it again."))
        if not money.is_currency(told):
            raise Unfit(_("No currency we know."), self.at.column(self.names.currency))
        return told

    def people(self) -> dict[str, Any]:
        """Who is to be asked, where it went, and who the invoice was made out to."""
        names, heard = self.names, self.at.heard
        billing, delivery = self.address("order_billing", names.billing), self.address("order_delivery", names.delivery)
        name = heard("order_contact.name", *names.billing["name"]) or self.parted(names.billing)
        name = name or self.said(*names.delivery["name"]) or self.parted(names.delivery)
        tax_id = cells.code(heard("order_billing.tax_id"))
        return {
            "email": self.email(),
            "by_mail": self.news(),
            "name": cells.clean(name, 100),
            "telephone": self.telephone(delivery.get("country", "") or billing.get("country", "")),
            "delivery": delivery,
            "billing": (billing or delivery) | ({"tax_id": tax_id} if tax_id else {}),
        }

    def parted(self, names: Mapping[str, tuple[str, ...]]) -> str:
        """A name whose first and last part stand in columns of their own."""
        return cells.person_name(*(self.said(*names.get(part, ())) for part in ("first_name", "last_name")))

    def given_back(self, status: Status, total: int) -> tuple[Status, int]:
        """Where the order stands, and the part of its total that went back."""
        name = self.names.refunded
        back = self.amounts.of(name)
        if not back and self.names.refunds:
            name = self.names.refunds
            back = sum(self.amounts.read(each, name) for each in order_items.refunded(self.said(name)))
        if not back and order_sent.is_partly_refunded(self.at):
            self.changed(
                _("A part was refunded there; how much, the file does not say. Nothing is noted as given back."),
                self.names.paid,
            )
        if status is Status.REFUNDED or not back:
            return status, 0
        if back > total:
            self.changed(_("More was refunded there than the total; the order counts as refunded."), name)
        return (Status.REFUNDED, 0) if back >= total else (status, back)

    def placed(self) -> datetime:
        date = " ".join(filter(None, (self.said(name) for name in self.names.placed)))
        read = self.at.columns.dates.moment
        found = read(date) or read(self.said(self.names.placed[0]))
        if found is None:
            raise Unfit(
                _("No date we can read, so nobody knows how long it is to be kept."),
                self.at.column(self.names.placed[0]),
            )
        return found

    def moment(self, name: str) -> datetime | None:
        cell = self.said(name)
        found = self.at.columns.dates.moment(cell)
        if cell and found is None:
            self.changed(_("This is no date we can read; it was left out."), name)
        return found

    def lines(self) -> tuple[tuple[PastLine, ...], bool]:
        """The lines, and whether the file has any."""
        names, columns = self.names, self.at.columns
        held = [name for name in columns.names if names.items and names.items.fullmatch(name)]
        if names.title not in columns and not held:
            return (), False
        lines = tuple(line for row in self.at.rows for line in self.line(row)) if names.title in columns else ()
        lines = lines or tuple(line for row in self.at.rows for name in held for line in self.items(row, name))
        if not lines:
            raise Unfit(_("It has no lines."), self.at.column(names.title))
        return lines, True

    def items(self, row: Row, name: str) -> tuple[PastLine, ...]:
        """Those of a cell that holds them."""
        try:
            found = [*order_items.items(cell)] if (cell := self.at.columns.cell(row, name)) else []
        except ValueError:
            raise Unfit(_("An item that cannot be read."), self.at.column(name)) from None
        return tuple(
            line
            for each in found
            for line in order_items.priced(
                each.title, each.sku, self.pieces(each.quantity, name), self.amounts.read(each.amount, name)
            )
        )

    def pieces(self, cell: str, name: str) -> int:
        text = cells.clean(cell, 12)
        if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 1_000_000:
            raise Unfit(_("A quantity that is no number."), self.at.column(name))
        return int(text)

    def line(self, row: Row) -> tuple[PastLine, ...]:
        names, cell = self.names, self.at.columns.cell
        word = cell(row, names.line_sent)
        title, sku = cells.clean(cell(row, names.title), 512), cells.clean(cell(row, names.sku), 255)
        if not title and not sku:
            if any(cell(row, name) for name in (names.quantity, names.price)):
                self.at.report.note(_("A line without a name; it was left out."), row=row.number, weight=Weight.CHANGED)
            return ()
        if cell(row, names.quantity) == "0" and names.quantity.endswith("(- refund)"):
            words = _("All of this line was given back there; it was left out.")
            self.at.report.note(words, row=row.number, weight=Weight.CHANGED)
            return ()
        pieces = self.pieces(cell(row, names.quantity), names.quantity)
        self.words_on_lines.append((row.number, word))
        whole = next((name for name in names.line_amount if cell(row, name)), "")
        if whole:
            return order_items.priced(title or sku, sku, pieces, self.amounts.read(cell(row, whole), whole))
        return (PastLine(title or sku, sku, pieces, self.amounts.read(cell(row, names.price), names.price)),)

    def email(self) -> str:
        kept = ""
        for row, name, cell in self.everywhere("order_contact.email", (self.names.email,)):
            found = cells.email(cell)
            if not found:
                self.changed(_("This is no e-mail address; it was left out."), name, row)
            elif kept and found.lower() != kept.lower():
                self.changed(_("The shop keeps one e-mail address of an order; this one was left out."), name, row)
            kept = kept or found
        return kept

    def news(self) -> Word:
        """A no alone: a yes is as old as the order, and the list of customers knows what came of it."""
        cells_of_it = (self.at.columns.cell(row, self.names.news) for row in self.at.rows)
        found = {contact_cells.agreed(cell) for cell in cells_of_it if cell}
        if Word.NONE in found:
            self.changed(_("A word about news that we do not know; nothing was made of it."), self.names.news)
        if Word.UNCLEAR_NO in found:
            return Word.UNCLEAR_NO
        if Word.YES in found:
            words = _(
                "A yes to news is as old as its order and was not taken over. The list of customers says what holds."
            )
            self.changed(words, self.names.news)
        return Word.NONE

    def telephone(self, country: str) -> str:
        """The first that can be rung; an order keeps one."""
        kept = ""
        own = tuple((name,) for name in self.names.telephone)
        for row, name, cell in self.everywhere("order_contact.telephone", own):
            found = cells.telephone(cell, country)
            if not found:
                self.changed(_("This is no telephone number; it was left out."), name, row)
            elif kept and found != kept:
                self.changed(_("The shop keeps one telephone number of an order; this one was left out."), name, row)
            kept = kept or found
        return kept

    def everywhere(self, about: str, own: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, str]]:
        """(row, column, cell): what the order says in each of the layout's `own` columns, then in those somebody named."""
        for names in own:
            if cell := self.said(*names):
                yield self.at.rows[0].number, names[0], cell
        for row in self.at.rows:
            for column, cell in self.at.columns.added(row, self.at.report, about):
                yield row.number, column, cell

    def address(self, kind: str, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        told = {part: self.at.heard(f"{kind}.{part}", *names[part]) for part in _ADDRESS}
        told["name"] = told["name"] or self.parted(names)
        if "street2" in names and told["street_address"]:
            told["street_address"] += "\n" + self.said(*names["street2"])
        fitted = cells.address(told)
        if not fitted and any(
            told[part] for part in ("organization", "street_address", "locality", "region", "postcode")
        ):
            self.changed(_("An address without a country we know, or without a street and town; it was left out."))
        return fitted
