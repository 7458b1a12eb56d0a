"""WooCommerce: variations and their parents, lists of types, units in headers, and titles in German."""

from __future__ import annotations

import pytest

from tests.catalog.importing.sheets import WOO, WOO_GERMAN, bring, sheet, words
from troth.catalog.models import Category, Product, ProductImage, Status, Variant

pytestmark = pytest.mark.django_db

HOODIE = {
    "ID": "44",
    "Type": "variable",
    "SKU": "hoodie",
    "Name": "Hoodie",
    "Published": "1",
    "Is featured?": "1",
    "Visibility in catalog": "visible",
    "Short description": "<p>Warm.</p>",
    "Description": "<p>First.</p>\\n<p>Second.</p>",
    "In stock?": "1",
    "Weight (lbs)": "1.5",
    "Length (in)": "10",
    "Categories": "Clothing > Hoodies, Warm\\, soft",
    "Tags": "a, b",
    "Images": "https://old.example/h1.jpg, https://old.example/h2.jpg",
    "Attribute 1 name": "Colour",
    "Attribute 1 value(s)": "Blue, Light\\, green",
    "Attribute 2 name": "Fabric",
    "Attribute 2 value(s)": "Wool, Cotton",
    "Meta: _wpcom_is_markdown": "1",
}


def variation(number: str, parent: str, colour: str, **cells: str) -> dict[str, str]:
    told = {
        "ID": number,
        "Type": "variation",
        "Name": "Hoodie - x",
        "Published": "1",
        "Parent": parent,
        "In stock?": "1",
    }
    return {**told, "Attribute 1 name": "Colour", "Attribute 1 value(s)": colour, **cells}


def test_variations_find_their_parent_by_sku_or_number_even_before_it() -> None:
    report = bring(
        sheet(
            WOO,
            variation("45", "id:44", "Blue", **{"Regular price": "45", "Stock": "3"}),
            HOODIE,
            variation("46", "hoodie", "Light\\, green", **{"Regular price": "45", "Sale price": "40"}),
            variation("47", "id:99", "Red"),
        )
    )

    hoodie = Product.objects.get()
    blue, green = Variant.objects.order_by("sort_order")
    assert (report.layout, report.lost_rows, report.imported_rows) == ("WooCommerce", {5}, {2, 3, 4})
    assert (hoodie.title, hoodie.slug, hoodie.blurb, hoodie.featured) == ("Hoodie", "hoodie", "Warm.", True)
    assert hoodie.specifications == "Fabric: Wool, Cotton\nLength: 10 in"
    assert {category.name for category in hoodie.categories.all()} == {"Clothing", "Hoodies", "Warm, soft"}
    assert (blue.values, blue.price, blue.compare_at, blue.stock, blue.tracked) == (("Blue",), 4500, None, 3, True)
    assert (green.values, green.price, green.compare_at, green.tracked) == (("Light, green",), 4000, 4500, False)
    assert green.weight_grams == 680
    assert [left.column for left in report.left_behind] == ["Meta: _wpcom_is_markdown"]
    assert "No product in the file is the parent" in words(report, 5)


def test_a_list_of_types_is_understood() -> None:
    row = {"ID": "1", "Type": "simple, downloadable, virtual", "Name": "Song", "Published": "1", "Regular price": "9"}
    bring(sheet(WOO, row))
    assert Variant.objects.get().shipped is False


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Type": "external"}, "Sold elsewhere"),
        ({"Type": "grouped"}, "Sold elsewhere"),
        ({"Visibility in catalog": "hidden"}, "Hidden from the catalogue"),
        ({"Published": "-1"}, ""),
        ({"Published": "0"}, ""),
    ],
)
def test_what_is_not_shown_there_is_a_draft_here(cells: dict[str, str], said: str) -> None:
    row = {"ID": "1", "Type": "simple", "Name": "Thing", "Published": "1", "Regular price": "9", **cells}
    report = bring(sheet(WOO, row))
    assert Product.objects.get().status == Status.DRAFT
    assert said in words(report, 2)


def test_a_sale_that_is_over_leaves_the_regular_price() -> None:
    row = {"ID": "1", "Type": "simple", "Name": "Thing", "Published": "1", "Regular price": "9", "Sale price": "5"}
    report = bring(sheet(WOO, {**row, "Date sale price ends": "2019-01-31"}))
    assert (Variant.objects.get().price, Variant.objects.get().compare_at) == (900, None)
    assert "The sale is not on today" in words(report, 2)


def test_a_german_export_is_told_by_its_columns_and_read_whole() -> None:
    row = {
        "ID": "7",
        "Typ": "simple",
        "Artikelnummer": "K-1",
        "Name": "Kölbchen",
        "Veröffentlicht": "1",
        "Kurzbeschreibung": "Klein.",
        "Beschreibung": "Zum Erhitzen",
        "Vorrätig?": "1",
        "Lager": "4",
        "Lieferrückstände erlaubt?": "notify",
        "Gewicht (kg)": "0,3",
        "Höhe (cm)": "12",
        "Angebotspreis": "8,50",
        "Regulärer Preis": "10,00",
        "Kategorien": "Glas > Kolben",
        "Bilder": "https://alt.example/k.jpg",
        "Attribut 1 Name": "Material",
        "Attribut 1 Wert(e)": "Glas",
    }
    report = bring(sheet(WOO_GERMAN, row, delimiter=";"), currency="EUR")

    found, flask = Variant.objects.get(), Product.objects.get()
    assert report.clean
    assert (flask.title, flask.slug, flask.blurb) == ("Kölbchen", "kolbchen", "Klein.")
    assert flask.specifications == "Material: Glas\nHeight: 12 cm"
    assert (found.sku, found.price, found.compare_at, found.currency) == ("K-1", 850, 1000, "EUR")
    assert (found.stock, found.oversell, found.weight_grams) == (4, True, 300)
    assert ProductImage.objects.get().source_url == "https://alt.example/k.jpg"
    assert report.left_behind == []


@pytest.mark.parametrize("short", ["<" * 100_000, "<p>" * 9000 + "x", "<b>Bold</b> & <script>x</script>"])
def test_a_short_description_of_anything_is_read_or_named(short: str) -> None:
    row = {"ID": "1", "Type": "simple", "Name": "T", "Published": "1", "Regular price": "9", "Short description": short}
    assert bring(sheet(WOO, row)).counts["new"] == 1
    assert "<" not in Product.objects.get().blurb


def test_a_unit_nobody_knows_is_said() -> None:
    columns = tuple("Weight (stone)" if column.startswith("Weight") else column for column in WOO)
    row = {"ID": "1", "Type": "simple", "Name": "T", "Published": "1", "Regular price": "9", "Weight (stone)": "2"}
    assert "“stone” is not a unit" in words(bring(sheet(columns, row)), 0)


def test_a_second_import_changes_nothing() -> None:
    content = sheet(
        WOO, HOODIE, variation("45", "id:44", "Blue", **{"Regular price": "45"}), variation("46", "hoodie", "")
    )
    bring(content)
    assert bring(content).counts == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}


def jumper(number: str, categories: str) -> dict[str, str]:
    told = {"ID": number, "Type": "simple", "Name": f"Jumper {number}", "Published": "1", "Regular price": "9"}
    return {**told, "Categories": categories}


def test_a_product_is_in_each_part_of_its_path_and_the_report_says_so() -> None:
    report = bring(sheet(WOO, jumper("1", "Clothing > Winter > Jumpers, Sale"), jumper("2", "Sale")))

    first, second = Product.objects.order_by("pk")
    assert [each.name for each in first.categories.all()] == ["Clothing", "Winter", "Jumpers", "Sale"]
    assert [each.name for each in second.categories.all()] == ["Sale"]
    assert first.main_category is not None
    assert first.main_category.name == "Clothing"
    said = words(report, 0)
    assert "what was in “Clothing > Winter > Jumpers” is in each of these" in said
    assert said.count("not inside each other") == 1  # and nothing of "Sale", which has no path
    assert [finding.column for finding in report.findings if "inside" in finding.words] == ["Categories"]


def test_a_path_in_german_with_empty_parts_and_an_outer_category_named_again_makes_each_once() -> None:
    row = {"ID": "7", "Typ": "simple", "Name": "Kolben", "Veröffentlicht": "1", "Regulärer Preis": "9"}
    bring(sheet(WOO_GERMAN, {**row, "Kategorien": "Glas, Glas > > Kolben >"}, delimiter=";"))
    assert [each.name for each in Product.objects.get().categories.all()] == ["Glas", "Kolben"]


def test_categories_of_one_name_that_only_their_paths_told_apart_are_named() -> None:
    report = bring(sheet(WOO, jumper("1", "Women > Jumpers"), jumper("2", "Men > Jumpers"), jumper("3", "Men > Hats")))

    assert Category.objects.filter(name="Jumpers").count() == 1
    met = [finding for finding in report.findings if "was several categories" in finding.words]
    assert [(finding.column, finding.weight.value) for finding in met] == [("Categories", "changed")]
    assert "“Jumpers” was several categories (Women > Jumpers; Men > Jumpers)" in met[0].words


def test_paths_brought_again_change_nothing() -> None:
    content = sheet(WOO, jumper("1", "Clothing > Jumpers"), jumper("2", "Clothing > Hats"))
    bring(content)
    assert bring(content).counts == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
