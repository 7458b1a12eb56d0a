"""Whatever is in the cells: nothing breaks, and every row is either in the shop or named."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from troth.catalog.importing import NotImportable, Report, import_table, reading
from troth.catalog.models import Product

COLUMNS = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Variant SKU",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Grams",
    "Variant Barcode",
    "Published",
    "Image Src",
    "Image Position",
    "Variant Image",
    "Type",
    "Tags",
    "Unknown",
)
_TELLING = st.sampled_from(
    [
        "",
        "a",
        "ab",
        "Default Title",
        "Title",
        "1",
        "-3",
        "0.0",
        "85.00",
        "1e9",
        "=1+1",
        "'012",
        "true",
        "continue",
        "https://old.example/a.jpg",
        "<p>b<script>",
        "x > y > z",
        "🧪",
    ]
)
cells = st.one_of(_TELLING, st.text(max_size=12))
rows = st.lists(st.lists(cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=8)


def written(table: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(table)
    return out.getvalue().encode("utf-8", errors="replace")


def bring(content: bytes) -> Report:
    report = Report("any.csv")
    return import_table(reading.read(content, report), report)


class AnyFile(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows)
    def test_every_row_is_accounted_for(self, table: list[list[str]]) -> None:
        with_content = {
            number for number, row in enumerate(table, 2) if any(cell.replace("\0", "").strip() for cell in row)
        }

        report = bring(written(table))

        assert report.imported_rows | report.lost_rows == with_content
        assert report.rows == len(with_content)
        assert Product.objects.count() == report.counts["new"] + report.counts["changed"]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows)
    def test_a_second_import_changes_nothing(self, table: list[list[str]]) -> None:
        content = written(table)
        bring(content)

        again = bring(content)

        assert again.counts["new"] == again.counts["changed"] == 0

    @settings(max_examples=150, deadline=None)
    @given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
    def test_any_bytes_get_an_answer(self, content: bytes) -> None:
        with suppress(NotImportable):
            bring(content)

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.lists(
                st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=15),
                min_size=3,
                max_size=3,
            ),
            max_size=6,
        )
    )
    def test_what_a_csv_writer_writes_is_read_back(self, table: list[list[str]]) -> None:
        columns = ("Handle", "Title", "Other")

        read = reading.read(written(table, columns), Report("any.csv"))

        kept = [[cell.strip() for cell in row] for row in table]
        assert [[row.get(column) for column in columns] for row in read.rows] == [row for row in kept if any(row)]


pytestmark = pytest.mark.django_db
