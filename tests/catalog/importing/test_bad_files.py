"""Files as people really send them, and as nobody should."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from troth.catalog.importing import (
    NotATable,
    NotImportable,
    Report,
    TooLarge,
    Weight,
    import_file,
    import_table,
    opening,
    reading,
    run,
    store,
)
from troth.catalog.importing.plan import Plan
from troth.catalog.models import Product, ProductImage, Status, Variant

pytestmark = pytest.mark.django_db
BROKEN = Path(__file__).parent / "files" / "broken.csv"
HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n"


def bring(content: str | bytes) -> Report:
    report = Report("file.csv")
    encoded = content.encode() if isinstance(content, str) else content
    return import_table(reading.read(encoded, report), report)


def words(report: Report, row: int) -> str:
    return " ".join(finding.words for finding in report.findings if finding.row == row)


def test_a_first_row_without_a_handle_and_cut_off_handles_are_mended_and_named() -> None:
    report = import_file(BROKEN)

    shirt = Product.objects.get(slug="example-shirt")
    assert [variant.sku for variant in shirt.variants.order_by("sort_order")] == ["EX-S", "EX-M", "EX-L"]
    assert "made from the title" in words(report, 2)
    assert "cut-off" in words(report, 3)


def test_rows_that_belong_nowhere_are_lost_and_named() -> None:
    report = import_file(BROKEN)

    assert report.lost_rows == {5, 6, 8}
    assert "no product before it" in words(report, 5)
    assert "Neither a handle nor a title" in words(report, 6)
    assert "same variant as in row 7" in words(report, 8)
    assert report.lost_rows | report.imported_rows == set(range(2, 10))
    assert not report.clean


def test_a_price_nobody_can_read_is_never_sold() -> None:
    report = import_file(BROKEN)

    for sku, row in (("EX-L", 4), ("TIE-3", 9)):
        assert not Variant.objects.get(sku=sku).offered
        assert "not offered until" in words(report, row)


def test_nonsense_in_cells_is_named_and_harmless() -> None:
    report = import_file(BROKEN)

    tie = Product.objects.get(slug="tie")
    assert tie.description == "<p>=cmd|' /C calc'!A0</p>"
    assert "spreadsheet formula" in words(report, 7)
    assert "Less than nothing in stock" in words(report, 7)
    assert "Not a web address" in words(report, 7)
    assert not ProductImage.objects.filter(product=tie).exists()
    assert "img (1)" in words(report, 2)
    assert "A second title" in words(report, 9)
    assert [(left.column, left.cells) for left in report.left_behind] == [("Colour of the moon", 2)]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (f"{HEAD}tee,Thé à la menthe,,,3\n".encode(), "utf-8"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".encode("utf-8-sig"), "utf-8-sig"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".encode("windows-1252"), "windows-1252"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".encode("utf-16"), "utf-16"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".replace(",", ";").encode(), "utf-8"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".replace(",", "\t").encode(), "utf-8"),
        (f"{HEAD}tee,Thé à la menthe,,,3\n".replace("\n", "\r\n").encode(), "utf-8"),
    ],
)
def test_encodings_and_delimiters_of_spreadsheets_are_understood(content: bytes, encoding: str) -> None:
    report = bring(content)

    assert report.encoding == encoding
    assert Product.objects.get().title == "Thé à la menthe"


def test_european_decimal_commas_are_understood() -> None:
    bring("Handle;Title;Variant Price\na;A;24,90\n")
    assert Variant.objects.get().price == 2490


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotATable),
        (b"\n\n\n", NotATable),
        (b"PK\x03\x04\x14\x00\x06\x00", NotATable),
        (b"\x00\x01\x02\x03", NotATable),
        (b"\xff\xfe\x00", NotImportable),
        (b"x" * 2_000_000, TooLarge),
        (b"," * 5000, TooLarge),
        (b"\0" * 1000, NotATable),
    ],
)
def test_what_is_no_table_gets_a_sentence_and_changes_nothing(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        bring(content)
    assert not Product.objects.exists()


def test_too_many_bytes_are_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 100)
    with pytest.raises(TooLarge, match="Split it"):
        bring(b"x" * 101)


def test_quotes_that_never_close_are_said_and_the_rest_is_still_read() -> None:
    report = bring(f'{HEAD}a,A,,,1\nb,"B,,,2\nc,C,,,3\n')

    assert Product.objects.filter(slug="a").exists()
    assert any("quotation marks" in finding.words and finding.row == 3 for finding in report.findings)


def test_zero_bytes_are_left_out() -> None:
    report = bring(f"{HEAD}a,A\0B,,,1\n")

    assert Product.objects.get().title == "AB"
    assert any("zero bytes" in finding.words for finding in report.findings)


def test_cells_beyond_the_header_and_columns_without_or_with_the_same_name_are_named() -> None:
    report = bring("Handle,Title,Variant Price,,Title\na,A,1,secret,B,extra\n")

    assert "1 cells more" in words(report, 2)
    assert any(finding.column == "Title" and "twice" in finding.words for finding in report.findings)
    assert [left.example for left in report.left_behind] == ["secret", "B"]
    assert Product.objects.get().title == "A"


def test_too_long_texts_are_cut_and_named() -> None:
    report = bring(f"{HEAD}a,{'x' * 400},,,1\n")

    assert len(Product.objects.get().title) == 255
    assert "255" in words(report, 2)


def test_one_product_the_database_refuses_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def failing(plans: Sequence[Plan]) -> None:
        if any(plan.imported.handle == "b" for plan in plans):
            raise DatabaseError("disk full at /secret/path")
        store.store(plans)

    monkeypatch.setattr(run, "store", failing)
    report = bring(f"{HEAD}a,A,,,1\nb,B,,,2\nc,C,,,3\n")

    assert report.counts == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert report.lost_rows == {3}
    assert "/secret" not in words(report, 3)


def test_a_product_without_any_price_is_kept_but_cannot_be_bought() -> None:
    report = bring("Handle,Title,Vendor\na,A,V\n")

    assert not Variant.objects.get().offered
    assert Product.objects.get().status == Status.PUBLISHED
    assert any(finding.weight == Weight.CHANGED for finding in report.findings)
