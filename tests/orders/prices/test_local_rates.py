"""Tax rates below a state's: read from files, looked up by postal code, brought into force and undone."""

from __future__ import annotations

import csv
import string
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ADA
from tests.orders.buying import bought, tube
from troth.orders.models import LocalRate, Order, PriceBook, RateEdition, TaxRule
from troth.orders.prices import book
from troth.orders.prices.local import bringing, codes, editions, nearest, reading
from troth.orders.prices.local.reading import NotRates, Writes
from troth.orders.prices.rates import Place, Rate, rates

STATES = ("CO", "MA", "NY")
CODE = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=codes.LONGEST)


def read(text: str, country: str = "US", writes: Writes = Writes.PER_CENT) -> tuple[reading.Row, ...]:
    return reading.read(text.encode(), country=country, regions=STATES if country == "US" else (), writes=writes).rows


def faults(text: str, **how: str) -> str:
    with pytest.raises(NotRates) as wrong:
        read(text, **how)  # type: ignore[arg-type]
    return " ".join(wrong.value.faults)


# -- codes


@given(CODE, CODE)
def test_numbers_lie_in_the_order_of_the_codes(one: str, two: str) -> None:
    assert (codes.number(one) < codes.number(two)) is (one < two)
    assert (codes.number(one) == codes.number(two)) is (one == two)


@given(CODE, st.text(string.digits + string.ascii_uppercase, max_size=codes.LONGEST))
def test_all_that_begin_alike_lie_between_two_numbers_and_no_others(beginning: str, code: str) -> None:
    code = code[: codes.LONGEST] or "0"
    inside = codes.number(beginning) <= codes.number(code) <= codes.last(beginning)
    assert inside is code.startswith(beginning)


@given(CODE)
def test_a_number_is_written_as_its_code(code: str) -> None:
    assert codes.written(codes.number(code)) == code


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("02186", "02186"),
        ("02186-1234", "02186"),
        ("021861234", "02186"),
        (" 02186 ", "02186"),
        ("2186", ""),
        ("MA", ""),
    ],
)
def test_a_zip_is_its_five_figures(typed: str, plain: str) -> None:
    assert codes.plain("US", typed) == plain


def test_other_countries_write_letters_and_spaces() -> None:
    assert codes.plain("CA", "k1a 0b1") == codes.plain("CA", "K1A0B1") == "K1A0B1"
    assert codes.plain("DE", "10115") == "10115"
    assert codes.plain("GB", "Straße") == ""


# -- files


def test_a_file_as_tax_services_publish_it() -> None:
    told = (
        "State,ZipCode,TaxRegionName,EstimatedCombinedRate,StateRate,EstimatedCountyRate,EstimatedCityRate,RiskLevel\n"
        "CO,80202,DENVER,0.088100,0.029000,0.000000,0.051500,1\n"
        "CO,80301,BOULDER,0.090450,0.029000,0.011850,0.038600,1\n"
    )
    assert [(row.region, row.rate, row.name) for row in read(told, writes=Writes.PARTS)] == [
        ("CO", 8810, "DENVER"),
        ("CO", 9045, "BOULDER"),
    ]
    assert "Say that the file writes 0.0625" in faults(told)


def test_ranges_and_beginnings() -> None:
    rows = read("state;zip;rate\nCO;80201-80299;8.81\nCO;803*;9,045%\nNY;10001 to 10099;8.875\n")
    assert [(codes.written(row.first), row.rate) for row in rows] == [("80201", 8810), ("803", 9045), ("10001", 8875)]
    assert rows[1].last == codes.last("803")
    assert read("state,zip from,zip to,rate\nCO,80201,80299,8.81\n")[0].last == codes.number("80299")


def test_noughts_that_a_spreadsheet_took_are_given_back() -> None:
    found = reading.read(b"state,zip,rate\nMA,2186,6.25\n", country="US", regions=STATES)
    assert found.padded == 1
    assert found.rows[0].first == codes.number("02186")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("CO,80202,eight", "Line 2: “eight” is no rate."),
        ("CO,80202,-1", "no rate between 0 and 100"),
        ("CO,80202,101", "no rate between 0 and 100"),
        ("CO,80202,8.8125", "finer than a thousandth"),
        ("CO,80202,nan", "no rate"),
        ("CO,80202,1e999999", "Line 2: “1e999999” is no rate."),
        (f"CO,80202,{'8' * 200_000}", "no CSV that can be read"),
        ("CO,80202,8.81,a\0b", "not in UTF-8"),
        ("CO,8020X,8.81", "“8020X” is no postal code"),
        ("CO,80202-1234,8.81", "is no postal code"),
        ("CO,80299-80201,8.81", "no range"),
        ("CO,*,8.81", "no postal code"),
        ("ZZ,80202,8.81", "“ZZ” is no state"),
        (",80202,8.81", "It says no state"),
    ],
)
def test_a_fault_says_its_line_and_what_is_wrong(line: str, says: str) -> None:
    csv.field_size_limit(131_072)  # csv's own: files of products need a higher one, for the whole process
    assert says in faults(f"state,zip,rate\n{line}\n")


@pytest.mark.parametrize("name", ["Boston\x0btax", "Boston \u202exat", '"Boston\ntax"'])
def test_a_name_that_no_invoice_could_show_is_a_fault(name: str) -> None:
    assert "an invisible sign" in faults(f"state,zip,rate,name\nMA,02118,7.5,{name}\n")
    assert read("state,zip,rate,name\nMA,02118,7.5,Boston tax\n")[0].name == "Boston tax"


@pytest.mark.parametrize(
    "text", ["", "state,zip,rate\n", "state,rate\nCO,8.81\n", "80202,8.81\n", "state,zip,rate\nCO,80202,0.0881\n"]
)
def test_what_is_no_file_of_rates_is_not_taken_for_one(text: str) -> None:
    assert faults(text)


def test_two_rates_for_one_code_are_a_fault_and_the_same_one_twice_is_not() -> None:
    assert "Line 3: Line 2 has a rate for 80202, too" in faults("state,zip,rate\nCO,80201-80299,8.81\nCO,80202,9\n")
    assert len(read("state,zip,rate\nCO,80202,8.81\nCO,80202,8.81\n")) == 1
    assert len(read("state,zip,rate\nCO,80202,8.81\nNY,80202,9\n")) == 2


@given(
    st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 40), st.integers(500, 12_000)), min_size=1, max_size=30)
)
def test_whatever_is_read_finds_each_code_at_most_once(spans: list[tuple[int, int, int]]) -> None:
    lines = [f"CO,{first:05}-{min(first + more, 99_999):05},{rate / 1000}" for first, more, rate in spans]
    try:
        rows = read("state,zip,rate\n" + "\n".join(lines))
    except NotRates as wrong:
        said = " ".join(wrong.faults)
        rows = ()
    if not rows:
        assert "has a rate for" in said
        return
    for first, more, rate in spans:
        number = codes.number(f"{first:05}")
        holding = [row for row in rows if row.first <= number <= row.last]
        assert [row.rate for row in holding] == [rate]
        assert more >= 0


# -- in force

SHOP = pytest.mark.django_db(databases=["default", "vault"])
MASSACHUSETTS = {"country": "US", "region": "MA", "rate": 6250, "name": "Massachusetts sales tax", "shipping": False}


def brought_in(text: str) -> RateEdition:
    edition = bringing.look(text.encode(), country="US", writes=Writes.PER_CENT, source="rates.csv").edition
    editions.begin(edition.pk)
    return edition


def rate_at(postcode: str, region: str = "MA") -> tuple[int, str] | None:
    told = book.current()
    found = nearest.rate(told.rates, told.local, Place("US", region, postcode))
    return (found.rate, found.name) if found else None


@SHOP
def test_an_order_carries_the_rate_of_its_postal_code() -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    brought_in("state,zip,rate,name\nMA,02101-02199,7.5,Boston sales tax\n")
    order = bought(ADA, (tube(), 1))
    assert (order.tax, [(tax.name, tax.rate) for tax in order.taxes.all()]) == (75, [("Boston sales tax", 7500)])
    assert order.lines.get().tax_rate == 7500
    plus_four = bought(replace(ADA, postcode="02118-1234"), (tube(title="Flask"), 1))
    assert plus_four.tax == 75
    outside = bought(replace(ADA, postcode="01002", locality="Amherst"), (tube(title="Lid"), 1))
    assert [(tax.name, tax.amount) for tax in outside.taxes.all()] == [("Massachusetts sales tax", 63)]


@SHOP
def test_it_counts_only_where_the_shop_has_a_tax_of_its_own() -> None:
    edition = brought_in("state,zip,rate\nMA,02118,7.5\nCO,80202,8.81\n")
    TaxRule.objects.create(**MASSACHUSETTS)
    assert {each.region: each.registered for each in editions.changes(edition)} == {"MA": True, "CO": False}
    assert rate_at("80202", "CO") is None
    assert rate_at("02118") == (7500, "Massachusetts sales tax")


@SHOP
def test_a_class_with_a_row_of_its_own_keeps_it() -> None:
    own = Rate("US", "MA", "food", 1000, "Tax on food")
    state = Rate("US", "MA", "standard", 6250, "Tax")
    from troth.orders.prices.treatment import case

    sale = case(rates([own, state]), Place("US", "MA"), Place("US", "MA"), near=replace(state, rate=7500))
    assert [sale.of(name).rate for name in ("food", "standard", "glass")] == [1000, 7500, 7500]  # type: ignore[union-attr]
    assert sale.of("exempt") is None


@SHOP
def test_a_state_without_a_tax_may_have_towns_with_one() -> None:
    TaxRule.objects.create(**{**MASSACHUSETTS, "rate": 0})
    brought_in("state,zip,rate\nMA,02118,2\nMA,02119,0\n")
    assert bought(ADA, (tube(), 1)).tax == 20
    assert bought(replace(ADA, postcode="02119"), (tube(title="Flask"), 1)).tax == 0


@SHOP
def test_looked_at_nothing_changes_and_undone_what_was_before_holds_again() -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    before = brought_in("state,zip,rate\nMA,02118,7.5\nMA,02119,7.5\n")
    looked = bringing.look(
        b"state,zip,rate\nMA,02118,8\nMA,02120,8\n", country="US", writes=Writes.PER_CENT, source="b"
    )
    assert rate_at("02118") == (7500, "Massachusetts sales tax")
    (change,) = looked.changes
    assert (change.new, change.changed, change.gone, change.lowest, change.highest) == (1, 1, 1, 8000, 8000)
    editions.begin(looked.edition.pk)
    assert rate_at("02118") == (8000, "Massachusetts sales tax")
    assert rate_at("02119") is None
    editions.undo(looked.edition.pk)
    assert rate_at("02118") == (7500, "Massachusetts sales tax")
    editions.undo(before.pk)
    assert rate_at("02118") is None


@SHOP
def test_a_file_about_one_state_leaves_the_others() -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    TaxRule.objects.create(country="US", region="CO", rate=2900, name="Colorado sales tax")
    brought_in("state,zip,rate\nMA,02118,7.5\nCO,80202,8.81\n")
    brought_in("state,zip,rate\nCO,80202,9\n")
    assert rate_at("02118") == (7500, "Massachusetts sales tax")
    assert rate_at("80202", "CO") == (9000, "Colorado sales tax")


@SHOP
def test_twice_into_force_and_twice_undone_is_said() -> None:
    edition = brought_in("state,zip,rate\nMA,02118,7.5\n")
    with pytest.raises(editions.NotThere):
        editions.begin(edition.pk)
    editions.undo(edition.pk)
    with pytest.raises(editions.NotThere):
        editions.undo(edition.pk)


@SHOP
def test_of_each_state_the_one_in_force_and_the_one_before_are_kept() -> None:
    made = [brought_in(f"state,zip,rate\nMA,02118,{rate}\n").pk for rate in (7, 8, 9)]
    assert set(RateEdition.objects.values_list("pk", flat=True)) == set(made[1:])


@SHOP
def test_a_change_is_known_to_every_process() -> None:
    edition = brought_in("state,zip,rate\nMA,02118,7.5\n")
    stamp = PriceBook.objects.get().stamp
    editions.undo(edition.pk)
    assert PriceBook.objects.get().stamp != stamp


@SHOP
def test_tens_of_thousands_take_one_statement_that_an_index_answers() -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    lines = "\n".join(
        f"{'MA' if zip_ < 30_000 else 'CO'},{zip_:05},{5 + zip_ % 900 / 1000:.3f}" for zip_ in range(60_000)
    )
    edition = brought_in(f"state,zip,rate\n{lines}\n")
    assert LocalRate.objects.filter(edition=edition).count() == 60_000
    told = book.current()
    assert set(told.local) == {("US", "MA"), ("US", "CO")}  # that, and none of the rows, is in memory
    with CaptureQueriesContext(connection) as sent:
        found = nearest.rate(told.rates, told.local, Place("US", "MA", "02118"))
    assert found is not None
    assert found.rate == 5318
    assert len(sent) == 1
    with connection.cursor() as cursor:
        prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE orders_localrate")
        cursor.execute(f"{prefix} {sent[0]['sql']}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "first<?" in plan or "using local_rate_found" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@SHOP
def test_a_shop_without_such_rates_is_asked_nothing_more() -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    told = book.current()
    with CaptureQueriesContext(connection) as sent:
        assert nearest.rate(told.rates, told.local, Place("US", "MA", "02118")) is None
    assert len(sent) == 0


@SHOP
@pytest.mark.parametrize("postcode", ["", "somewhere", "0211", "9" * 40])
def test_where_the_code_says_nothing_the_state_s_rate_stands(postcode: str) -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    brought_in("state,zip,rate\nMA,0*,7.5\n")
    assert rate_at(postcode) is None
    assert not Order.objects.exists()
