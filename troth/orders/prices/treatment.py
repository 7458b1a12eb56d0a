"""What a sale is for the tax: taxed where it goes, a supply to a business in another member state, or an export. Pure.

For sellers in the European Union see Directive 2006/112/EC: Article 33 (distance sales are taxed where they arrive,
59c: below a turnover where they left), 138 and 200 (a business of another member state owes the tax itself), 146
(exports are exempt). Other sellers, those in the United States among them, tax the places they have rows for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .rates import STANDARD, Place, Rate, Rates
from .vat_id import VatId

# fmt: off
EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)
# fmt: on
AS = {"MC": "FR"}  # Article 7: treated as that state
US_SOIL = frozenset(("US", "PR", "VI", "GU", "AS", "MP", "UM"))


class Treatment(StrEnum):
    TAXED = "taxed"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    EXEMPT = "exempt"
    UNTAXED = "untaxed"


@dataclass(frozen=True, slots=True)
class Case:
    """One sale for the tax: which rows apply to it, if any, and which its price tags contain. `near` stands in for the
    standard row of the place."""

    treatment: Treatment
    rates: Rates
    place: Place
    home: Place
    near: Rate | None = None

    def of(self, tax_class: str) -> Rate | None:
        if self.treatment is not Treatment.TAXED:
            return None
        row = self.rates.row(self.place, tax_class)
        if self.near is not None and row is not None and row.tax_class == STANDARD:
            row = self.near
        return row if row is not None and row.rate else None

    def contained(self, tax_class: str) -> Rate | None:
        """The seller's own tax in a price tag that this sale doesn't carry, and which therefore comes off."""
        if self.treatment is Treatment.TAXED:
            return None
        row = self.rates.of(self.home, tax_class)
        return row if row is not None and row.included else None


def vat_id_decides(seller: Place, country: str) -> bool:
    """Whether a VAT number would change what this sale is: the only case in which one is asked for."""
    there = AS.get(country, country)
    return seller.country in EU and there in EU and there != seller.country


def case(
    rates: Rates,
    seller: Place,
    goes_to: Place,
    vat_id: VatId | None = None,
    *,
    exempt: bool = False,
    near: Rate | None = None,
) -> Case:
    """What this sale is. `vat_id`: the buyer's, checked; it counts where it is another state's than the seller's. `exempt`: the
    buyer need not pay a tax that comes on top there. `near`: the rate of the very place within the state, if there is one.
    """
    place = Place(AS.get(goes_to.country, goes_to.country), goes_to.region)
    abroad = vat_id is not None and vat_id.country != seller.country
    if abroad and vat_id_decides(seller, place.country):
        return Case(Treatment.REVERSE_CHARGE, rates, place, seller)
    if exempt and any(not row.included for row in _rows(rates, place)):
        return Case(Treatment.EXEMPT, rates, place, seller)
    if any(_rows(rates, place)):
        return Case(Treatment.TAXED, rates, place, seller, near)
    if seller.country in EU and place.country in EU:
        return Case(Treatment.TAXED, rates, seller, seller)  # Article 59c: no row of its own, so the seller's rates
    left = not (place.country == seller.country or {place.country, seller.country} <= US_SOIL)
    return Case(Treatment.EXPORT if left else Treatment.UNTAXED, rates, place, seller)


def _rows(rates: Rates, place: Place) -> Iterator[Rate]:
    return (row for row in rates.rows if row.country == place.country and row.region in ("", place.region))
