"""The catalogue written out and read again: into the same shop it changes nothing, into an empty one it makes the same."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.catalog import goods
from tests.catalog.importing import sheets
from troth.catalog.exporting import table
from troth.catalog.exporting.guard import guarded
from troth.catalog.importing import Report, import_table, reading
from troth.catalog.importing.cells import unguarded
from troth.catalog.locations import moving, opening
from troth.catalog.models import Category, Location, Product, ProductImage, Status, Variant, VariantPrice

pytestmark = pytest.mark.django_db

_SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd")
words = st.one_of(
    st.sampled_from(["=1+1", "+49 30", "-3", "@SUM(A1)", "'5", "''=x", "'quoted'", "a;b,c", 'say "x"', "ａ＝", "＝x"]),
    st.text(_SIGNS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool),
)
maybe = st.one_of(st.just(""), words)
lines = st.lists(words, max_size=3).map("\n".join)


@st.composite
def variants(draw: Any, options: int) -> list[Variant]:
    answers = draw(st.lists(st.tuples(*[words] * options), min_size=1, max_size=4 if options else 1, unique=True))
    return [
        Variant(
            **{f"option{place}": answer for place, answer in enumerate(told, 1)},
            sku=draw(maybe),
            barcode=draw(maybe),
            price=draw(st.integers(0, 10**9)),
            compare_at=draw(st.one_of(st.none(), st.integers(1, 10**9))),
            currency="EUR",
            oversell=(oversell := draw(st.booleans())),
            stock=draw(st.integers(-5 if oversell else 0, 1000)),
            tracked=draw(st.booleans()),
            weight_grams=draw(st.integers(0, 100_000)),
            shipped=draw(st.booleans()),
            offered=draw(st.booleans()),
            tax_class=draw(st.sampled_from(["standard", "exempt", "books"])),
            sort_order=place,
        )
        for place, told in enumerate(answers)
    ]


@st.composite
def products(draw: Any, number: int) -> Product:
    options = draw(st.lists(words.filter(lambda word: word != "Title"), max_size=3))
    product = Product(
        slug=f"product-{number}",
        handle=draw(st.sampled_from(["", f"from-elsewhere-{number}"])),
        title=draw(words),
        blurb=draw(maybe),
        description=draw(st.sampled_from(["", "<p>Plain.</p>", "<p>Two <b>bold</b></p><ul><li>x</li></ul>"])),
        vendor=draw(maybe),
        keywords=draw(st.sampled_from(["", "a, b", "one"])),
        specifications=draw(lines),
        status=draw(st.sampled_from(list(Status))),
        featured=draw(st.booleans()),
        position=draw(st.integers(0, 99)),
        seo_title=draw(maybe),
        seo_description=draw(maybe),
        customs_code=draw(st.sampled_from(["", "701790", "7017.90", "3926.90.97"])),
        origin=draw(st.sampled_from(["", "US", "DE"])),
        **{f"option{place}_name": name for place, name in enumerate(options, 1)},
    )
    product.variants = draw(variants(len(options)))
    product.images = [
        ProductImage(source_url=f"https://old.example/{number}-{place}.jpg", alt=draw(maybe), sort_order=place)
        for place in range(draw(st.integers(0, 3)))
    ]
    return product


def written() -> bytes:
    return "".join(table.lines()).encode()


def read(content: bytes) -> Report:
    report = Report("products.csv")
    return import_table(reading.read(content, report), report)


class RoundTrip(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_written_and_read_again_nothing_is_different(self, data: st.DataObject) -> None:
        shelves = [
            Category.objects.create(slug=f"shelf-{name}", name=f"Shelf, {name}", position=name) for name in (1, 2)
        ]
        for number in range(data.draw(st.integers(1, 3))):
            product = data.draw(products(number))
            product.categories = data.draw(st.lists(st.sampled_from(shelves), unique_by=id))
            product.save()
            for variant in Variant.objects.filter(product=product):
                for code in data.draw(st.lists(st.sampled_from(["USD", "GBP", "JPY", "KWD"]), unique=True)):
                    VariantPrice.objects.create(variant=variant, currency=code, price=data.draw(st.integers(0, 10**9)))
        content = written()

        again = read(content)

        assert [change for product in again.products for change in product.changes] == []
        assert again.counts["unchanged"] == Product.objects.count()
        assert written() == content

        Product.objects.all().delete()
        fresh = read(content)

        assert fresh.clean
        assert _without_keys(written()) == _without_keys(content)


def _without_keys(content: bytes) -> list[list[str]]:
    """The table in its own order; a product that had no key of another shop has one afterwards."""
    return sorted(csv.reader(io.StringIO(content.decode())))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "＝x", "'=x", "'5", "''-3"])
def test_cells_a_spreadsheet_would_run_are_guarded_and_come_back_as_they_were(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["plain", "'tis", "5 mL", "a=b", ""])
def test_other_cells_are_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(guarded(text)) == text


def test_no_cell_of_an_export_begins_like_a_formula() -> None:
    goods.product("=1+1", slug="sum", vendor="@evil", blurb="+call")
    for row in csv.reader(io.StringIO(written().decode())):
        for column, cell in zip(table.columns(), row, strict=True):
            assert column in table._OURS or not cell.startswith(("=", "+", "-", "@")), (column, cell)


def test_an_export_is_a_handful_of_queries() -> None:
    from tests.catalog.counting import statements

    for number in range(5):
        goods.product(f"Thing {number}")
    with statements() as sent:
        written()
    assert len(sent) <= 9  # one more for what lies where, in a shop with several locations


def column(name: str) -> str:
    return next(each for each in table.COLUMNS if each.startswith(name))


def edited(**cells: str) -> bytes:
    """The export of a shop with one product and variant, with other cells: `Customs_code="x"`."""
    (row,) = csv.DictReader(io.StringIO(written().decode()))
    row |= {column(name.replace("_", " ")): cell for name, cell in cells.items()}
    return sheets.sheet(tuple(row), row)


def test_customs_and_further_prices_are_changed_in_the_table() -> None:
    flask = goods.product("Flask", customs_code="7017.90", origin="US")
    VariantPrice.objects.create(variant=goods.only_variant(flask), currency="GBP", price=800)

    report = read(edited(Customs_code="3926.90", Made_in="", Prices="JPY 1500; EUR 9.20"))

    flask.refresh_from_db()
    assert (flask.customs_code, flask.origin) == ("3926.90", "")
    assert dict(VariantPrice.objects.values_list("currency", "price")) == {"JPY": 1500, "EUR": 920}
    (changed,) = report.products
    assert {(change.before, change.after) for change in changed.changes} == {
        ("7017.90", "3926.90"),
        ("US", ""),
        ("GBP 8.00", "EUR 9.20; JPY 1500"),
    }


def test_what_a_border_or_a_buyer_could_not_read_is_left_out_and_said() -> None:
    flask = goods.product("Flask", customs_code="7017.90", origin="US")

    report = read(edited(Customs_code="glass", Made_in="Boston", Prices="EUR 9.20; GBP 1.234; USD 3.00; euro 3; EUR 1"))

    flask.refresh_from_db()
    assert (flask.customs_code, flask.origin) == ("7017.90", "US")
    assert dict(VariantPrice.objects.values_list("currency", "price")) == {"EUR": 920}  # USD is the price tag's own
    said = " ".join(finding.words for finding in report.findings)
    for part in ("“glass”", "“Boston”", "“GBP 1.234”", "“euro 3”", "“EUR 1”"):
        assert part in said


def test_a_table_without_these_columns_leaves_them_alone() -> None:
    flask = goods.product("Flask", customs_code="7017.90", origin="US")
    VariantPrice.objects.create(variant=goods.only_variant(flask), currency="GBP", price=800)
    (row,) = csv.DictReader(io.StringIO(written().decode()))
    for name in ("Customs code", "Made in", "Prices"):
        del row[column(name)]

    assert read(sheets.sheet(tuple(row), row)).counts["unchanged"] == 1
    flask.refresh_from_db()
    assert flask.customs_code == "7017.90"
    assert VariantPrice.objects.get().price == 800


def _two_places() -> tuple[Variant, Location]:
    one = goods.only_variant(goods.product("Flask", goods.variant(stock=6)))
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour"))
    moving.transfer(moving.Transfer(one.pk, Location.objects.get(main=True), harbour, 4), None)
    return one, harbour


def test_a_shop_with_one_location_names_none_in_its_table() -> None:
    goods.product("Flask")
    assert "location" not in written().decode().casefold()


def test_what_lies_where_is_written_and_changed_in_the_table() -> None:
    one, harbour = _two_places()
    assert read(written()).counts["unchanged"] == 1
    (row,) = csv.DictReader(io.StringIO(written().decode()))
    assert (row[table.ELSEWHERE], row["Inventory quantity"]) == ("harbour 4", "6")

    report = read(sheets.sheet(tuple(row), row | {table.ELSEWHERE: "harbour 1; moon 3; nowhere"}))

    one.refresh_from_db()
    assert (one.stock, moving.at(one, harbour), moving.at(one, Location.objects.get(main=True))) == (6, 1, 5)
    said = " ".join(finding.words for finding in report.findings)
    assert "There is no location “moon”" in said
    assert "“nowhere” is no place and number" in said


def test_a_catalogue_with_locations_comes_back_to_them() -> None:
    one, harbour = _two_places()
    content = written()
    Product.objects.all().delete()
    assert read(content).clean
    one = Variant.objects.get()
    assert (one.stock, moving.at(one, harbour)) == (6, 4)
    assert _without_keys(written()) == _without_keys(content)
