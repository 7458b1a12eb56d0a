"""Whatever stands in the cells of the other dialects: nothing breaks, and every row is in the shop or named."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.catalog.importing.sheets import MEDUSA, WIX_CLASSIC, WIX_CURRENT, WOO, bring, sheet, words
from troth.catalog.models import Product

pytestmark = pytest.mark.django_db

_TOLD = [
    *("", "a", "b", "id:1", "1", "2", "-3", "0.0", "85.00", "8,50", "1e9", "NaN", "=1+1", "'012", "true", "FALSE"),
    *("Product", "Variant", "PRODUCT", "VARIANT", "MEDIA", "simple", "variable", "variation, virtual", "grouped"),
    *("S;M", "#fff:Red;rgb(1,2,3):B", "InStock", "OUT_OF_STOCK", "PERCENT", "AMOUNT", "a_1~mv2.jpg", "x > y, z\\, w"),
    *("https://old.example/a.jpg", "<p>b<script>", "2019-01-01", "parent", "published", "🧪"),
]
cell = st.one_of(st.sampled_from(_TOLD), st.text(max_size=8))
TABLES = {
    "Wix, “handleId”": (
        WIX_CLASSIC,
        (
            *(
                "handleId",
                "fieldType",
                "name",
                "price",
                "surcharge",
                "inventory",
                "discountMode",
                "discountValue",
                "weight",
            ),
            *(
                "productImageUrl",
                "productOptionName1",
                "productOptionDescription1",
                "productOptionDescription2",
                "visible",
            ),
        ),
    ),
    "Wix, “fieldType”": (
        WIX_CURRENT,
        (
            *(
                "handle",
                "fieldType",
                "name",
                "price",
                "strikethroughPrice",
                "inventory",
                "media",
                "weight",
                "categorySlugs",
            ),
            *("productOptionName1", "productOptionChoices1", "productOptionChoices2", "visible", "preOrderEnabled"),
        ),
    ),
    "WooCommerce": (
        WOO,
        (
            *("ID", "Type", "SKU", "Name", "Published", "Parent", "Regular price", "Sale price", "Stock", "In stock?"),
            *(
                "Date sale price ends",
                "Weight (lbs)",
                "Images",
                "Categories",
                "Attribute 1 name",
                "Attribute 1 value(s)",
            ),
        ),
    ),
    "Medusa": (
        MEDUSA,
        (
            *(
                "Product Handle",
                "Product Title",
                "Product Status",
                "Variant SKU",
                "Variant Inventory Quantity",
                "Price USD",
            ),
            *("Variant Manage Inventory", "Option 1 Name", "Option 1 Value", "Image 1 Url", "Product Thumbnail"),
        ),
    ),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, bytes, int]:
    name = draw(st.sampled_from(sorted(TABLES)))
    columns, filled = TABLES[name]
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(filled, cell)), max_size=8))
    said = [row for row in rows if any(value.replace("\0", "").strip() for value in row.values())]
    return name, sheet(columns, *rows), len(said)


class AnyDialect(TestCase):
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(tables())
    def test_every_row_is_accounted_for_and_a_second_import_changes_nothing(
        self, table: tuple[str, bytes, int]
    ) -> None:
        name, content, rows = table

        report = bring(content)

        assert report.layout == name
        assert report.rows == rows == len(report.imported_rows | report.lost_rows)
        assert report.imported_rows & report.lost_rows == set()
        assert report.counts["refused"] == 0
        assert Product.objects.count() == report.counts["new"]
        again = bring(content)
        assert [change for product in again.products for change in product.changes] == []
        assert again.counts["new"] == again.counts["changed"] == 0


def test_html_nested_without_end_is_read_or_named_and_breaks_nothing() -> None:
    deep = "<div>" * 100_000 + "deep"
    began = time.monotonic()
    report = bring(f"Handle,Title,Body (HTML),Variant Price\na,A,{deep},1\nb,B,x,2\n".encode())
    assert time.monotonic() - began < 10
    assert report.counts["new"] == 2
    assert "only the words were taken" in words(report, 2)
    assert Product.objects.get(handle="a").description == "<p>deep</p>"


def test_cells_made_to_be_slow_are_not() -> None:
    """Patterns that look back take the square of the time: a cell of a megabyte would take days."""
    row = {"handleId": "a", "fieldType": "Product", "name": "A", "price": "1", "productOptionName1": "O"}
    slow = {"productImageUrl": "a" * 900_000, "productOptionDescription1": "a:rgb(" * 150_000}
    began = time.monotonic()
    assert bring(sheet(WIX_CLASSIC, {**row, **slow})).counts["new"] == 1
    assert time.monotonic() - began < 20


def test_one_product_with_thousands_of_variants_goes_in() -> None:
    rows = [{"handleId": "a", "fieldType": "Product", "name": "A", "price": "1", "productOptionName1": "Number"}]
    rows += [
        {"handleId": "a", "fieldType": "Variant", "productOptionDescription1": str(number), "sku": f"N-{number}"}
        for number in range(3000)
    ]
    content = sheet(WIX_CLASSIC, *rows)
    assert bring(content).counts["new"] == 1
    assert bring(content).counts["unchanged"] == 1
