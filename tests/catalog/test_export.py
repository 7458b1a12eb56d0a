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
from troth.catalog.exporting import table
from troth.catalog.exporting.guard import guarded
from troth.catalog.importing import Report, import_table, reading
from troth.catalog.importing.cells import unguarded
from troth.catalog.models import Category, Product, ProductImage, Status, Variant

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
        for column, cell in zip(table.COLUMNS, row, strict=True):
            assert column in table._OURS or not cell.startswith(("=", "+", "-", "@")), (column, cell)


def test_an_export_is_a_handful_of_queries() -> None:
    from tests.catalog.counting import statements

    for number in range(5):
        goods.product(f"Thing {number}")
    with statements() as sent:
        written()
    assert len(sent) <= 6
