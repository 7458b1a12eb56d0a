"""What a past order cost, as the file says it: goods, discount, shipping, taxes by name, total; and whether that adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog import money

from . import cells, sensitive
from .order_rows import OrderRows
from .past_order import PastLine, PastTax, Sums, Unfit, balanced

_NOTHING: Final = frozenset({"free", "none"})
_TAX: Final = re.compile(r"(?P<name>.*?)[\s(:]*(?P<rate>\d{1,2}(?:[.,]\d{1,3})?)\s*%\)?")
_NAME: Final = re.compile(r"(?!.*\d{5})[^\W\d_][\w .,&()/'\u2019-]{0,59}")  # never an address or a number of somebody


@dataclass(frozen=True, slots=True)
class Costs:
    """`lines` with one for charges that have none. `taxes`, `unexplained`: as `PastOrder` has them."""

    lines: tuple[PastLine, ...]
    sums: Sums
    taxes: tuple[PastTax, ...] = ()
    unexplained: int = 0


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one order, in minor units of its currency. Each raises Unfit for a cell that is none."""

    at: OrderRows
    currency: str

    def of(self, *names: str) -> int:
        """The sum of these columns."""
        return sum(self.read(self.at.said(name), name) for name in names)

    def of_lines(self, name: str) -> int:
        """The sum of a column that says something about each line."""
        return sum(self.read(self.at.columns.cell(row, name), name) for row in self.at.rows) if name else 0

    def read(self, cell: str, name: str) -> int:
        """ "" is nothing. A thousands' comma is one if there are decimals behind it."""
        told, names = cells.clean(cell, 40), self.at.names
        text = re.sub(r"^[A-Za-z\s€$£¥]+|[A-Za-z\s€$£¥]+$", "", told)
        text = (
            text.removeprefix("-")
            if name in (*names.discount, names.line_discount, names.refunded, names.refunds)
            else text
        )
        if told and not text and told.casefold() not in _NOTHING:
            raise self._unreadable(name)
        text = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text
        try:
            places = money.decimals(self.currency)
            return money.minor_units(str(_shorn(text, places)) if text else "0", self.currency)
        except (money.NotAnAmount, ArithmeticError):
            raise self._unreadable(name) from None

    def _unreadable(self, name: str) -> Unfit:
        return Unfit(_("An amount that cannot be read."), self.at.column(name))


def costs(amounts: Amounts, lines: tuple[PastLine, ...]) -> Costs:
    """`lines`: () where the file has none. What does not add up, or is not what the lines say, is named in the report."""
    at, names = amounts.at, amounts.at.names
    taxes, total = amounts.of(*names.taxes), amounts.of(names.total)
    shipping, charges = amounts.of(*names.shipping), amounts.of(*names.fees)
    off = _discounts(amounts)
    if not lines:
        goods = max(0, total + off[0] - shipping - taxes - charges)
        lines = (PastLine(_("Goods of an earlier order"), "", 1, goods),)
    goods = sum(line.price * line.quantity for line in lines)
    sums, unexplained = balanced(lines, charges=charges, shipping=shipping, taxes=taxes, discounts=off, total=total)
    if not sums.told:
        at.changed(
            _("Lines, shipping, tax and discount do not add up to the total. The total counts, and the order says so."),
            names.total,
        )
    elif names.subtotal and at.said(names.subtotal) and amounts.of(names.subtotal) not in _subtotals(goods, sums, off):
        at.changed(_("It is not what the lines come to; the lines count."), names.subtotal)
    if sums.extra:
        lines = (*lines, PastLine(_("Other charges"), "", 1, sums.extra))
    return Costs(lines, sums, _named(amounts, taxes), unexplained)


def _discounts(amounts: Amounts) -> Sequence[int]:
    """What may have been taken off, by what an earlier shop may mean: the order's discount, which has those of the lines in it
    or has not."""
    whole, of_lines = amounts.of(*amounts.at.names.discount), amounts.of_lines(amounts.at.names.line_discount)
    if amounts.at.names.discount_in_prices:
        return tuple(dict.fromkeys((whole, 0)))
    return tuple(dict.fromkeys((whole, whole + of_lines, of_lines))) if of_lines else (whole,)


def _subtotals(goods: int, sums: Sums, discounts: Sequence[int]) -> set[int]:
    return {goods, sums.goods, *(each - off for each in (goods, sums.goods) for off in discounts)}


def _named(amounts: Amounts, taxes: int) -> tuple[PastTax, ...]:
    """The taxes one by one, where the file tells them and they come to their sum; () where it does not."""
    at, found = amounts.at, []
    for name, value in at.names.named_taxes:
        cell, amount = at.said(name), amounts.of(value)
        if cell and amount:
            found.append(_tax(at, name, cell, amount))
    if found and sum(tax.amount for tax in found) != taxes:
        at.changed(_("The taxes by name do not come to their sum; the sum counts."), at.names.named_taxes[0][0])
        return ()
    return tuple(found)


def _tax(at: OrderRows, column: str, cell: str, amount: int) -> PastTax:
    """ "MA State Tax 6.25%" → its name and 6250. What is no name of a tax is left out, and the tax stays."""
    text = cells.clean(cell, 80)
    parted = _TAX.fullmatch(text)
    name, rate = (parted["name"], parted["rate"]) if parted else (text, "")
    if name and (not _NAME.fullmatch(name) or sensitive.in_cell(text)):
        at.changed(_("This is no name of a tax; it was left out."), column)
        name = ""
    return PastTax(name, int(Decimal(rate.replace(",", ".")) * 1000) if rate else 0, amount)


def _shorn(text: str, places: int) -> str:
    """Without zeros beyond the currency's decimals: "10.0000" of a dollar."""
    whole, dot, decimals = text.partition(".")
    if dot and len(decimals) > places and not decimals[places:].strip("0"):
        return str(Decimal(f"{whole or '0'}.{decimals[:places] or '0'}"))
    return text
