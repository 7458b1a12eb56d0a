"""What a sale is for the tax: by where the seller sits, where it goes, and who buys."""

import pytest

from troth.orders.prices.rates import EXEMPT, Place, Rate, Rates, in_words
from troth.orders.prices.treatment import Treatment, case, vat_id_decides
from troth.orders.prices.vat_id import VatId, read

AMERICAN = Rates(
    (
        Rate("US", "MA", "standard", 6250, "Massachusetts sales tax", shipping=False),
        Rate("US", "NY", "standard", 4000, "New York sales tax"),
    )
)
MILTON = Place("US", "MA")
GERMAN = Rates(
    (
        Rate("DE", "", "standard", 19_000, "VAT", included=True),
        Rate("DE", "", "books", 7_000, "VAT, reduced", included=True),
        Rate("FR", "", "standard", 20_000, "TVA", included=True),
    )
)
BERLIN = Place("DE")
ITALIAN = VatId("IT00743110157", "IT")


@pytest.mark.parametrize(
    ("country", "region", "treatment", "rate"),
    [
        ("US", "MA", Treatment.TAXED, 6250),
        ("US", "NY", Treatment.TAXED, 4000),
        ("US", "TX", Treatment.UNTAXED, None),
        ("PR", "", Treatment.UNTAXED, None),
        ("DE", "", Treatment.EXPORT, None),
        ("CA", "ON", Treatment.EXPORT, None),
    ],
)
def test_a_shop_in_massachusetts(country: str, region: str, treatment: Treatment, rate: int | None) -> None:
    found = case(AMERICAN, MILTON, Place(country, region))
    row = found.of("standard")
    assert (found.treatment, row.rate if row else None) == (treatment, rate)


@pytest.mark.parametrize(
    ("country", "tax_class", "treatment", "rate"),
    [
        ("DE", "standard", Treatment.TAXED, 19_000),
        ("DE", "books", Treatment.TAXED, 7_000),
        ("DE", "a class nobody gave a rate", Treatment.TAXED, 19_000),
        ("DE", EXEMPT, Treatment.TAXED, None),
        ("FR", "standard", Treatment.TAXED, 20_000),
        ("MC", "standard", Treatment.TAXED, 20_000),  # treated as France
        ("IT", "books", Treatment.TAXED, 7_000),  # no row: the seller's own
        ("CH", "standard", Treatment.EXPORT, None),
        ("GP", "standard", Treatment.EXPORT, None),  # outside the Union's territory for VAT
        ("US", "standard", Treatment.EXPORT, None),
    ],
)
def test_a_shop_in_germany(country: str, tax_class: str, treatment: Treatment, rate: int | None) -> None:
    found = case(GERMAN, BERLIN, Place(country))
    row = found.of(tax_class)
    assert (found.treatment, row.rate if row else None) == (treatment, rate)


def test_a_business_of_another_member_state_owes_the_tax_itself_and_pays_no_more_than_the_price_without_it() -> None:
    found = case(GERMAN, BERLIN, Place("IT"), ITALIAN)
    contained = found.contained("standard")
    assert found.treatment is Treatment.REVERSE_CHARGE
    assert found.of("standard") is None
    assert contained is not None
    assert contained.rate == 19_000


def test_an_export_comes_without_the_tax_of_the_price_tag() -> None:
    contained = case(GERMAN, BERLIN, Place("CH")).contained("books")
    assert contained is not None
    assert contained.rate == 7_000
    assert case(AMERICAN, MILTON, Place("CH")).contained("standard") is None


@pytest.mark.parametrize(
    ("seller", "country", "vat_id"),
    [
        (BERLIN, "DE", ITALIAN),  # it does not leave the country
        (BERLIN, "IT", VatId("DE136695976", "DE")),  # the seller's own state's number
        (BERLIN, "IT", None),
    ],
)
def test_no_reverse_charge_without_all_of_its_conditions(seller: Place, country: str, vat_id: VatId | None) -> None:
    assert case(GERMAN, seller, Place(country), vat_id).treatment is Treatment.TAXED


def test_no_reverse_charge_from_outside_the_union() -> None:
    assert case(AMERICAN, MILTON, Place("IT"), ITALIAN).treatment is Treatment.EXPORT


@pytest.mark.parametrize(
    ("seller", "country", "asked"),
    [
        (BERLIN, "IT", True),
        (BERLIN, "DE", False),
        (BERLIN, "CH", False),
        (MILTON, "DE", False),
        (Place("FR"), "MC", False),
    ],
)
def test_a_vat_number_is_asked_for_only_where_it_decides_something(seller: Place, country: str, asked: bool) -> None:
    assert vat_id_decides(seller, country) is asked


@pytest.mark.parametrize(
    ("typed", "number", "country"),
    [
        ("DE 136,695 976", "DE136695976", "DE"),
        ("it-00743110157", "IT00743110157", "IT"),
        ("EL 094259216", "EL094259216", "GR"),
        (" ATU13585627 ", "ATU13585627", "AT"),
    ],
)
def test_vat_numbers_are_read_however_they_are_spaced(typed: str, number: str, country: str) -> None:
    assert read(typed) == VatId(number, country)


@pytest.mark.parametrize(
    "typed",
    ["", "DE136695977", "136695976", "US123456789", "GB980780684", "DE", "D" * 41, "ＤＥ136695976", "IT00743110158"],
)
def test_what_cannot_be_a_vat_number_of_a_member_state_is_none(typed: str) -> None:
    assert read(typed) is None


def test_rates_in_words() -> None:
    assert [in_words(rate) for rate in (6250, 19_000, 8875, 500)] == ["6.25", "19", "8.875", "0.5"]
