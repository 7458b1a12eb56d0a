"""On which account a line is booked. A chart by the seller's country, and what the book-keeper writes over it.

use             what for
customers       what customers owe, one account for all of them: the file names nobody
money           what the payment provider holds until it pays out
bank            the shop's bank account, where transfers come in and go out
export          sales that leave the country without tax
reverse_charge  sales whose buyer owes the tax
untaxed         sales without tax
sales:19000     sales at 19% (thousandths of a per cent), without their tax
tax:19000       that tax; empty: the account of the sales reckons it out of the gross amount by itself, as DATEV's do
adviser, client the two numbers DATEV knows an adviser and their client by
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from troth import gate

from .. import jobs
from ..errors import OrderTrouble
from ..models import BookAccount, OrderTax, TaxRule
from ..models.order import TaxCase
from .journal import Entry

FIXED: Final = ("customers", "money", "bank", "export", "reverse_charge", "untaxed")
DATEV: Final = ("adviser", "client")
NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,9}\Z")
BILLING: Final = "billing"
# SKR03, DATEV's chart for trade; 8400 and 8300 reckon the tax by themselves.
GERMAN: Final = {
    "customers": "10000",
    "money": "1360",
    "bank": "1200",
    "export": "8120",
    "reverse_charge": "8125",
    "untaxed": "8200",
    "sales:19000": "8400",
    "tax:19000": "",
    "sales:7000": "8300",
    "tax:7000": "",
    "sales": "8200",
    "tax": "1770",
}
# The usual numbers of small firms in the United States, as QuickBooks begins with them.
OTHER: Final = {
    "customers": "1200",
    "money": "1050",
    "bank": "1000",
    "export": "4000",
    "reverse_charge": "4000",
    "untaxed": "4000",
    "sales": "4000",
    "tax": "2200",
}


class NoSuchAccount(OrderTrouble):
    def __init__(self, typed: str) -> None:
        says = gettext("“%(typed)s” is no number of an account: up to ten letters and digits, without spaces.")
        super().__init__(says % {"typed": typed[:40]})


@dataclass(frozen=True, slots=True)
class Chart:
    """`own`: what the book-keeper wrote; `usual`: the chart beneath."""

    own: Mapping[str, str]
    usual: Mapping[str, str]

    def __getitem__(self, use: str) -> str:
        if use in self.own:
            return self.own[use]
        return self.usual.get(use, self.usual.get(use.partition(":")[0], ""))

    def of(self, entry: Entry) -> str:
        """The account of the sales, or of the money."""
        if entry.kind.is_paper:
            return self[_sales(entry)]
        return self["bank" if entry.by_transfer else "money"]

    def of_tax(self, entry: Entry) -> str:
        """ "" where the account of the sales reckons it, and where there is none."""
        return self[f"tax:{entry.rate}"] if entry.tax else ""


def chart() -> Chart:
    """One query."""
    usual = GERMAN if gate.policy().controller.country in ("DE", "AT") else OTHER
    return Chart(dict(BookAccount.objects.values_list("use", "number")), usual)


def uses() -> tuple[str, ...]:
    """Every use there is a number for: the rates are those that were charged or are laid down. Two queries."""
    rates = {*OrderTax.objects.order_by().values_list("rate", flat=True).distinct()}
    rates |= {*TaxRule.objects.order_by().values_list("rate", flat=True).distinct()}
    by_rate = [f"{what}:{rate}" for rate in sorted(rates - {0}, reverse=True) for what in ("sales", "tax")]
    return (*FIXED, *by_rate, *DATEV)


def write(numbers: Mapping[str, str], actor: gate.Actor) -> None:
    """Keep what differs from the chart. Raises NoSuchAccount for the first that is none, gate.Refused."""
    jobs.may(actor, BILLING)
    known, beneath = uses(), Chart({}, chart().usual)
    told = {use: numbers[use].strip() for use in known if use in numbers}
    for number in told.values():
        if number and not NUMBER.match(number):
            raise NoSuchAccount(number)
    with transaction.atomic():
        BookAccount.objects.filter(use__in=told).delete()
        BookAccount.objects.bulk_create(_differing(told, beneath))


def _differing(told: Mapping[str, str], beneath: Chart) -> Iterable[BookAccount]:
    return [BookAccount(use=use, number=number) for use, number in told.items() if number != beneath[use]]


def _sales(entry: Entry) -> str:
    if entry.rate:
        return f"sales:{entry.rate}"
    named = {TaxCase.EXPORT: "export", TaxCase.REVERSE_CHARGE: "reverse_charge"}
    return {str(case): use for case, use in named.items()}.get(entry.case, "untaxed")
