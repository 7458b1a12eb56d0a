"""What a former shop says of taxes: an article that was not taxed there is not taxed here, and a class keeps its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.importing.sheets import WIX_CURRENT, WOO, WOO_GERMAN, sheet, words
from troth.catalog.exporting import table
from troth.catalog.importing import Report, import_table, reading, recorded, undo
from troth.catalog.importing.keeping import Keeping
from troth.catalog.models import ImportRun, Product, RunState, Variant
from troth.cli.main import main
from troth.office.imports.products import Products
from troth.orders.models import TaxRule
from troth.orders.prices import classes

pytestmark = pytest.mark.django_db

LEGACY = ("Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price", "Variant Taxable")
CURRENT = ("Title", "URL handle", "Option1 name", "Option1 value", "SKU", "Price", "Charge tax")
UNCHANGED = {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}


def brought(content: bytes, *known: str, run: ImportRun | None = None) -> Report:
    report = Report("file.csv")
    keeper = None if run is None else Keeping(run)
    return import_table(reading.read(content, report), report, classes=known, keeper=keeper)


def classes_by_number() -> dict[str, str]:
    return dict(Variant.objects.values_list("sku", "tax_class"))


def mugs(*answers: str, columns: tuple[str, ...] = LEGACY) -> bytes:
    """One product with a variant for each answer to whether it is taxed."""
    handle, taxable = ("Handle", columns[-1]) if columns is LEGACY else ("URL handle", columns[-1])
    name, value = columns[2:4]
    sku, price = columns[4:6]
    rows = [
        {handle: "mug", value: f"glaze {place}", sku: f"M{place}", price: "9", taxable: answer}
        for place, answer in enumerate(answers)
    ]
    rows[0] |= {"Title": "Mug", name: "Glaze"}
    return sheet(columns, *rows)


def flask(status: str = "taxable", tax_class: str = "", **cells: str) -> dict[str, str]:
    told = {"ID": "1", "Type": "simple", "SKU": "F", "Name": "Flask", "Published": "1", "Regular price": "9"}
    return {**told, "Tax status": status, "Tax class": tax_class, **cells}


@pytest.mark.parametrize("columns", [LEGACY, CURRENT], ids=["Handle", "URL handle"])
def test_what_shopify_does_not_tax_is_exempt_and_the_rest_is_not(columns: tuple[str, ...]) -> None:
    report = brought(mugs("FALSE", "TRUE", "", columns=columns))

    assert classes_by_number() == {"M0": "exempt", "M1": "standard", "M2": "standard"}
    assert report.left_behind == []
    assert brought(mugs("FALSE", "TRUE", "", columns=columns)).counts == UNCHANGED


def test_taxed_alone_leaves_the_class_that_the_shop_gave_it_and_ends_an_exemption() -> None:
    brought(mugs("TRUE", "FALSE", ""))
    Variant.objects.filter(sku="M0").update(tax_class="books")
    Variant.objects.filter(sku="M2").update(tax_class="exempt")

    brought(mugs("TRUE", "TRUE", ""))

    assert classes_by_number() == {"M0": "books", "M1": "standard", "M2": "exempt"}


def test_a_table_without_the_column_leaves_the_class_alone() -> None:
    brought(mugs("FALSE"))
    brought(
        sheet(LEGACY[:-1], {"Handle": "mug", "Title": "Mug", "Option1 Name": "Glaze", "Option1 Value": "glaze 0"}), "x"
    )
    assert set(Variant.objects.values_list("tax_class", flat=True)) == {"exempt"}


def test_an_answer_that_is_none_is_named_and_taken_as_taxed() -> None:
    assert "“perhaps” is neither true nor false" in words(brought(mugs("perhaps")), 2)
    assert classes_by_number() == {"M0": "standard"}


def test_taking_it_back_restores_the_class() -> None:
    brought(mugs("TRUE", "FALSE"))
    run = recorded.begun()
    report = brought(mugs("FALSE", "TRUE"), run=run)

    changes = [(change.field, change.before, change.after) for change in report.products[0].changes]
    assert changes == [("class for the tax", "standard", "exempt"), ("class for the tax", "exempt", "standard")]
    assert classes_by_number() == {"M0": "exempt", "M1": "standard"}
    undo.undo(run)
    assert classes_by_number() == {"M0": "standard", "M1": "exempt"}


@pytest.mark.parametrize(
    ("status", "tax_class", "becomes", "said"),
    [
        ("taxable", "", "standard", ""),
        ("", "", "standard", ""),
        ("taxable", "standard", "standard", ""),
        ("none", "", "exempt", ""),
        ("None", "reduced-rate", "exempt", ""),
        ("keine", "", "exempt", ""),
        ("false", "", "exempt", ""),
        ("shipping", "", "exempt", "Only sending it was taxed"),
        ("Nur Versand", "", "exempt", "Only sending it was taxed"),
        ("steuerpflichtig", "", "standard", ""),
        ("whatever", "", "standard", "“whatever” is no tax status we know"),
        ("taxable", "books", "books", ""),
        ("taxable", "Books", "books", ""),
        ("taxable", "reduced-rate", "reduced", ""),
        ("taxable", "Ermäßigter Steuersatz", "reduced", ""),
        ("taxable", "zero-rate", "exempt", "“zero-rate” was taken as the class “exempt”"),
        ("taxable", "luxury", "standard", "taxes name no class “luxury”; it is taxed as “standard”"),
    ],
)
def test_what_woocommerce_says_of_taxes(status: str, tax_class: str, becomes: str, said: str) -> None:
    content = sheet(WOO, flask(status, tax_class))
    report = brought(content, "books", "reduced")

    assert classes_by_number() == {"F": becomes}
    assert said in words(report, 2)
    assert bool(words(report, 2).replace(NEW, "").strip()) == bool(said)
    assert brought(content, "books", "reduced").counts == UNCHANGED


NEW = "Its address is /products/flask/: “woocommerce-1” is taken, or no address."


def test_a_class_of_its_own_in_the_taxes_comes_before_no_tax() -> None:
    brought(sheet(WOO, flask(tax_class="zero-rate")), "zero-rate")
    assert classes_by_number() == {"F": "zero-rate"}


def test_a_class_that_could_be_two_is_none_of_them() -> None:
    report = brought(sheet(WOO, flask(tax_class="Reduced")), "reduced-rate", "taux-reduit")
    assert "name no class “Reduced”" in words(report, 2)
    assert classes_by_number() == {"F": "standard"}


def test_a_class_given_by_hand_after_the_report_named_it_stays() -> None:
    content = sheet(WOO, flask(tax_class="luxury"))
    brought(content)
    Variant.objects.update(tax_class="luxuries")

    assert brought(content).counts == UNCHANGED
    assert classes_by_number() == {"F": "luxuries"}


def test_a_class_that_the_taxes_name_by_now_is_found_by_bringing_the_file_again() -> None:
    content = sheet(WOO, flask(tax_class="luxury"))
    brought(content)
    brought(content, "luxury")
    assert classes_by_number() == {"F": "luxury"}


def test_a_variation_is_taxed_as_its_parent_or_in_its_own_way() -> None:
    parent = flask(tax_class="reduced-rate", Type="variable", SKU="P")
    told = {"Type": "variation", "Parent": "id:1", "Attribute 1 name": "Size"}
    rows = [
        flask(tax_class="parent", **told, ID="2", SKU="A") | {"Attribute 1 value(s)": "S"},
        flask(tax_class="", **told, ID="3", SKU="B") | {"Attribute 1 value(s)": "M"},
        flask(status="none", tax_class="parent", **told, ID="4", SKU="C") | {"Attribute 1 value(s)": "L"},
    ]
    brought(sheet(WOO, parent, *rows), "reduced")
    assert classes_by_number() == {"A": "reduced", "B": "standard", "C": "exempt"}


def test_a_variation_that_says_nothing_of_its_status_is_exempt_with_its_parent() -> None:
    parent = flask(status="none", Type="variable", SKU="P")
    told = {"Type": "variation", "ID": "2", "SKU": "A", "Parent": "id:1", "Attribute 1 name": "Size"}
    brought(sheet(WOO, parent, flask(status="", **told) | {"Attribute 1 value(s)": "S"}))
    assert classes_by_number() == {"A": "exempt"}


def test_a_german_export_says_it_in_its_own_columns() -> None:
    row = {"Typ": "simple", "Name": "Kolben", "Veröffentlicht": "1", "Regulärer Preis": "9"}
    free = {**row, "ID": "1", "Artikelnummer": "K", "Steuerstatus": "none"}
    less = {**row, "ID": "2", "Artikelnummer": "L", "Steuerstatus": "taxable", "Steuerklasse": "reduced-rate"}
    full = {**row, "ID": "3", "Artikelnummer": "M", "Steuerstatus": "taxable"}
    report = brought(sheet(WOO_GERMAN, free, less, full, delimiter=";"), "reduced")

    assert classes_by_number() == {"K": "exempt", "L": "reduced", "M": "standard"}
    assert report.left_behind == []


def test_wix_says_nothing_of_taxes_and_the_report_says_that() -> None:
    row = {"handle": "mug", "fieldType": "PRODUCT", "name": "Mug", "visible": "true", "price": "9", "sku": "M"}
    report = brought(sheet(WIX_CURRENT, row))
    assert "Wix does not write down how goods are taxed" in words(report, 0)
    Variant.objects.update(tax_class="exempt")
    assert brought(sheet(WIX_CURRENT, row)).counts == UNCHANGED
    assert "Wix" not in words(brought(mugs("TRUE")), 0)


def test_our_own_table_says_what_is_taxed_and_keeps_every_class() -> None:
    brought(mugs("FALSE", "TRUE", "TRUE"))
    Variant.objects.filter(sku="M2").update(tax_class="books")
    written = "".join(table.lines()).encode()

    again = brought(written)
    assert again.counts == UNCHANGED
    assert "name no class “books”; it is taxed as “standard” until they do" in words(again, 4)
    assert words(brought(written, "books"), 4) == ""
    told = reading.read(written, Report("file.csv")).rows
    assert [row.get("Charge tax") for row in told] == ["FALSE", "TRUE", "TRUE"]

    before = classes_by_number()
    Product.objects.all().delete()
    brought(written)
    assert classes_by_number() == before == {"M0": "exempt", "M1": "standard", "M2": "books"}


def test_an_edited_table_whose_columns_contradict_each_other_is_named() -> None:
    brought(mugs("TRUE"))
    written = "".join(table.lines()).replace(",TRUE,TRUE,manual,", ",TRUE,FALSE,manual,").encode()
    assert "says otherwise; the class counts" in words(brought(written), 2)
    assert classes_by_number() == {"M0": "standard"}


def test_the_taxes_classes_are_known_to_the_office_and_to_the_command(tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_bytes(sheet(WOO, flask(tax_class="books")))
    assert "books" not in classes.known() >= {"standard", "exempt"}
    TaxRule.objects.create(country="DE", rate=7000, name="VAT", included=True, tax_class="books")
    run = ImportRun.objects.create(kind=recorded.KIND, state=RunState.LOOKING)

    looked = Products().look(file, run, lambda _done, _all: None)
    assert not [finding for finding in looked["findings"] if "no class" in finding["words"]]
    Products().bring(file, run, lambda _done, _all: None)
    assert classes_by_number() == {"F": "books"}

    Product.objects.all().delete()
    assert main(["catalog", "import", str(file)]) == 0
    assert classes_by_number() == {"F": "books"}
