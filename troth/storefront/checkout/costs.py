"""What each way of sending costs in all, as the checkout shows it and takes it back from the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth.orders import shipping
from troth.orders.basket_contents import Contents
from troth.orders.prices import priced, treatment
from troth.orders.prices.book import Book
from troth.orders.prices.cost_words import CostLine, cost_lines, with_rate
from troth.orders.prices.priced import Priced
from troth.orders.prices.rates import Place
from troth.orders.prices.vat_id import VatId

VALUE = re.compile(r"(?P<code>[a-z0-9_]{1,32}) (?P<price>\d{1,11}) (?P<total>\d{1,13})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class MethodShown:
    """A radio button. Its value carries the prices it shows, so that nobody pays another one unseen."""

    method: shipping.Method
    costs: Priced
    chosen: bool
    by_state: bool = False  # whose tax is still unknown, since no state is chosen yet

    @property
    def value(self) -> str:
        return f"{self.method.code} {self.method.price} {self.costs.reckoning.total}"

    @property
    def price(self) -> str:
        return self.costs.money(self.costs.reckoning.shipping).text

    @property
    def total(self) -> str:
        return self.costs.total.text

    @property
    def lines(self) -> list[CostLine]:
        """Between goods and total: discounts, sending, taxes."""
        lines = cost_lines(self.costs.reckoning, self.costs.money, self.method.name)
        if self.by_state and self.costs.reckoning.treatment is treatment.Treatment.UNTAXED:
            lines[-1] = CostLine(gettext("Taxes"), gettext("by state"))
        return lines


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the radio button said. A value that is none of ours is a price nobody asks for."""

    code: str = ""
    price: int = -1
    total: int = -1


def chosen(value: str) -> Chosen:
    found = VALUE.match(value)
    return Chosen(found["code"], int(found["price"]), int(found["total"])) if found else Chosen()


def shown(
    contents: Contents,
    methods: Sequence[shipping.Method],
    wanted: str,
    *,
    goes_to: Place,
    vat_id: VatId | None,
    known: Callable[[], priced.Ground],
) -> list[MethodShown]:
    """Each way, reckoned whole. The one that is `wanted` is chosen, or the first."""
    codes = [method.code for method in methods]
    code = wanted if wanted in codes else next(iter(codes), "")
    if not codes:
        return []
    ground = known()
    by_state = not goes_to.region and bool(ground[0].rates.anywhere_in(goes_to.country))
    return [
        MethodShown(
            method,
            priced.priced(contents, shipping=method.costs, goes_to=goes_to, vat_id=vat_id, known=ground),
            method.code == code,
            by_state,
        )
        for method in methods
    ]


def note(told: Book, goes_to: Place, costs: Priced | None) -> str | Promise:
    """What is to be said of taxes and duties beside the sum."""
    case = costs.reckoning.treatment if costs else None
    if case is treatment.Treatment.REVERSE_CHARGE:
        return _("Delivered to a business in another member state: you account for the VAT yourself (reverse charge).")
    if case is treatment.Treatment.EXPORT:
        return _(
            "It leaves us without our tax. Duties and taxes of the country it goes to are the recipient's; the carrier or "
            "customs may ask for them."
        )
    if costs is not None and costs.exemption is not None:
        return gettext("Your tax exemption holds here (%(exemption)s), so no sales tax is charged.") % {
            "exemption": costs.exemption.words
        }
    if case is treatment.Treatment.TAXED:
        if not goes_to.postcode and (goes_to.country, goes_to.region) in told.local:
            return _("The tax depends on the postal code, and is shown before you order.")
        return ""
    rows = told.rates.anywhere_in(goes_to.country)
    if rows and not goes_to.region:
        taxed = ", ".join(dict.fromkeys(with_rate(row.name, row.rate) for row in rows))
        return gettext("Depending on the state, sales tax is added, and shown before you order: %(taxed)s.") % {
            "taxed": taxed
        }
    return _("No sales tax or VAT is charged there.")
