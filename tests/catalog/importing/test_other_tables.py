"""Medusa's table is read; feeds of Google and Meta are named and refused, whatever the file is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.importing.sheets import MEDUSA, META, bring, sheet
from troth.catalog.importing import NotImportable, Report, UnknownLayout, about, import_file, import_table, reading
from troth.catalog.models import Product, ProductImage, Status, Variant

pytestmark = pytest.mark.django_db


def test_medusas_table_is_read_with_the_prices_in_our_currency() -> None:
    shirt = {
        "Product Handle": "shirt",
        "Product Title": "Shirt",
        "Product Description": "Soft",
        "Product Status": "published",
        "Product Thumbnail": "https://old.example/t.jpg",
        "Option 1 Name": "Size",
        "Variant Manage Inventory": "true",
        "Variant Allow Backorder": "false",
        "Price EUR": "10",
        "Price USD": "12",
        "Image 1 Url": "https://old.example/1.jpg",
    }
    small = {**shirt, "Option 1 Value": "S", "Variant SKU": "S-S", "Variant Inventory Quantity": "5"}
    large = {**shirt, "Option 1 Value": "L", "Variant SKU": "S-L", "Variant Manage Inventory": "false"}
    content = sheet(MEDUSA, small, large, delimiter=";")

    report = bring(content, currency="EUR")

    assert Product.objects.get().status == Status.PUBLISHED
    assert [
        (each.price, each.currency, each.stock, each.tracked) for each in Variant.objects.order_by("sort_order")
    ] == [
        (1000, "EUR", 5, True),
        (1000, "EUR", 0, False),
    ]
    assert ProductImage.objects.count() == 2
    assert [left.column for left in report.left_behind] == ["Price USD"]
    assert bring(content, currency="EUR").counts["unchanged"] == 1


def test_metas_file_has_the_name_of_wixs_and_is_refused_by_its_columns(tmp_path: Path) -> None:
    comment = ",".join(["# Required | A unique id"] + ["# Optional | …"] * (len(META) - 1))
    file = tmp_path / "catalog_products.csv"
    file.write_bytes(comment.encode() + b"\r\n" + sheet(META, {"id": "1", "title": "A", "price": "1 EUR"}))

    with pytest.raises(UnknownLayout, match="feed for Google or Meta"):
        import_file(file)
    assert not Product.objects.exists()


def test_a_table_nobody_knows_is_read_once_its_columns_are_named() -> None:
    content = b"Bezeichnung;Nr;Preis;Farbe\nKolben;K-1;12,50;klar\n"
    report = Report("own.csv")
    named = {"Bezeichnung": "title", "Nr": "sku", "Preis": "price", "Farbe": "specification"}

    import_table(reading.read(content, report), report, taken_as=named)

    assert (Product.objects.get().title, Product.objects.get().specifications) == ("Kolben", "Farbe: klar")
    assert (Variant.objects.get().sku, Variant.objects.get().price) == ("K-1", 1250)


def test_a_column_that_is_taken_as_something_else_counts_more_than_its_header() -> None:
    content = b"Handle,Title,Variant Price,Retail\na,A,5,7\n"
    report = Report("file.csv")

    import_table(reading.read(content, report), report, taken_as={"Retail": "price"})

    assert Variant.objects.get().price == 700
    assert [left.column for left in report.left_behind] == ["Variant Price"]


# -- people


PEOPLE = b"Name,Contact,Price\nAda Marlowe,ada@example.com,1\nBen Okafor,Ben <ben@example.de>,2\n"


@pytest.mark.parametrize("named", [{}, {"Name": "title"}, {"Name": "title", "Contact": "specification"}])
def test_a_table_of_people_is_never_taken_for_one_of_goods(named: dict[str, str]) -> None:
    with pytest.raises(NotImportable, match="“Contact” holds e-mail addresses"):
        import_table(reading.read(PEOPLE, Report("people.csv")), Report("people.csv"), taken_as=named)
    assert not Product.objects.exists()


def test_an_address_in_the_place_of_a_heading_is_not_told_as_its_name() -> None:
    content = b"Ada,ada@example.com\nBen,ben@example.de\n"
    named = {"Ada": "title", "ada@example.com": "ignore"}
    with pytest.raises(NotImportable, match="it has no headings") as refused:
        import_table(reading.read(content, Report("x")), Report("x"), taken_as=named)
    assert "@" not in str(refused.value)
    assert refused.value.asks == ""


def test_unless_somebody_says_that_they_are_to_be_left_out() -> None:
    named = {"Name": "title", "Contact": "ignore", "Price": "price"}
    report = import_table(reading.read(PEOPLE, Report("goods.csv")), Report("goods.csv"), taken_as=named)
    assert report.counts["new"] == 2
    assert not any("@" in left.example for left in report.left_behind)


def test_an_address_in_a_known_layout_is_left_out_and_named() -> None:
    sheet = (
        b"Handle,Title,Vendor,Variant Price,Body (HTML)\nmug,Mug,maker@example.com,18,Ask maker@example.com about it\n"
    )
    report = import_table(reading.read(sheet, Report("x")), Report("x"))
    product = Product.objects.get()
    assert product.vendor == ""
    assert "maker@example.com" in product.description  # a shop may print its address
    assert [(each.row, each.column) for each in report.findings if each.weight == "changed"] == [(2, "Vendor")]


@pytest.mark.parametrize(
    ("header", "rows", "found"),
    [
        ("Kontakt;Notiz", ["ada@example.com;x"], "people"),
        ("Vorname;Nachname;PLZ", ["Ada;Marlowe;02118"], "people"),
        ("First Name;Last Name;Phone", ["Ada;Marlowe;+1 617 555 0143"], "people"),
        ("Order number;Order date;Email", ["1;2026-01-01;ada@example.com"], "orders"),
        ("Bezeichnung;Preis;Artikelnummer", ["Becher;18;B1"], "goods"),
        ("SKU;Price;City", ["B1;18;Boston"], "goods"),
        ("A;B", ["x;y"], None),
        ("Text;B", ["write to ada@example.com today;y"], None),
    ],
)
def test_what_a_table_is_about_is_told_by_headings_and_cells(header: str, rows: list[str], found: str | None) -> None:
    table = reading.read("\n".join([header, *rows]).encode(), Report("x"))
    assert about.about(table.columns, table.rows) == found


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("ada@example.com", True),
        (" Ada Marlowe <ada@example.co.uk>", True),
        ("mailto:ada@example.com", True),
        ("jürgen@müller.example", True),
        ("ada@example.com; Ben Okafor <ben@example.xn--p1ai>", True),
        ("ada@example.com,\nben@example.de,", True),
        ("ada@example.com, blue", False),
        ("M8@DIN.A2", False),
        ("mug@2x.tif, mug@3x.bmp", False),
        ("write to ada@example.com", False),
        ("https://cdn.example.com/photos/mug@925x.jpg", False),
        ("https://user@example.com/", False),
        ("mug@2x.jpg", False),
        ("5 @ 2.50", False),
        ("@handle", False),
        ("", False),
    ],
)
def test_an_address_is_told_from_what_only_has_its_sign(cell: str, is_one: bool) -> None:
    assert about.is_address(cell) is is_one
