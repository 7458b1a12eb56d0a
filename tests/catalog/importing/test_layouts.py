"""The two layouts, from files made up in their shapes."""

from pathlib import Path

import pytest

from troth.catalog import browse
from troth.catalog.importing import Became, UnknownLayout, import_file
from troth.catalog.models import Category, Product, ProductImage, Status, Variant

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


def test_the_former_layout_is_read_whole() -> None:
    report = import_file(FILES / "legacy.csv")

    assert (report.layout, report.rows, len(report.imported_rows)) == ("Shopify, “Handle”", 5, 5)
    assert report.counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    flask = Product.objects.get(slug="round-flask")
    assert (flask.title, flask.vendor, flask.keywords) == ("Round flask", "Test Glassworks", "round, heat")
    assert flask.description == "<p>For heating, <b>evenly</b>.</p>\n<p>Two sizes.</p>"
    assert (flask.seo_title, flask.blurb, flask.option_names) == ("Round flask SEO", "Short words", ("Volume",))
    assert [category.name for category in flask.categories.all()] == ["Glass"]


def test_variants_keep_price_stock_weight_and_picture() -> None:
    import_file(FILES / "legacy.csv")

    small, large = Variant.objects.filter(product__slug="round-flask").order_by("sort_order")
    assert (small.sku, small.price, small.compare_at, small.weight_grams) == ("RF-50", 8500, 9000, 120)
    assert (small.barcode, small.stock, small.tracked, small.oversell) == ("0123456789012", 12, True, False)
    assert (large.price, large.compare_at, large.stock, large.oversell) == (12000, None, 0, True)
    assert small.picture is not None
    assert small.picture.source_url == "https://old.example/rf-250.jpg"


def test_rows_with_only_a_picture_are_no_variants() -> None:
    report = import_file(FILES / "legacy.csv")

    pictures = ProductImage.objects.filter(product__slug="round-flask").order_by("sort_order")
    assert [(picture.source_url[-10:], picture.alt) for picture in pictures] == [
        ("/rf-50.jpg", "A round flask"),
        ("rf-250.jpg", ""),
        ("rf-box.jpg", "Its box"),
    ]
    assert Variant.objects.filter(product__slug="round-flask").count() == 2
    assert len(report.to_fetch) == 3


def test_until_pictures_are_fetched_a_drawing_stands_in() -> None:
    import_file(FILES / "legacy.csv")

    page = browse.product("round-flask")
    assert page is not None
    assert [picture.src.rpartition("/")[2] for picture in page.pictures] == ["placeholder.svg"]


def test_default_title_means_no_options_and_any_other_title_is_one() -> None:
    import_file(FILES / "legacy.csv")

    rack, poster = Product.objects.get(slug="plain-rack"), Product.objects.get(slug="poster")
    assert rack.option_names == ()
    assert poster.option_names == ("Title",)
    assert Variant.objects.get(product=poster).option1 == 'Poster - Height: 9" x Width: 12"'


def test_without_a_tracker_the_stock_is_not_counted_though_a_quantity_is_given() -> None:
    import_file(FILES / "legacy.csv")

    rack = Variant.objects.get(product__slug="plain-rack")
    assert (rack.tracked, rack.stock) == (False, 7)


def test_what_was_not_published_stays_a_draft() -> None:
    import_file(FILES / "legacy.csv")
    import_file(FILES / "current.csv")

    drafts = Product.objects.filter(status=Status.DRAFT).values_list("slug", flat=True)
    assert set(drafts) == {"poster", "old-coat", "gift-voucher"}


def test_columns_without_a_place_are_named_with_what_they_say() -> None:
    legacy, current = import_file(FILES / "legacy.csv"), import_file(FILES / "current.csv")

    assert {(left.column, left.cells, left.example) for left in legacy.left_behind} == {
        ("Variant Tax Code", 1, "TX1"),
    }
    assert {(left.column, left.cells) for left in current.left_behind} == {
        ("Cost per item", 2),
        ("Google Shopping / Condition", 1),
    }


def test_the_current_layout_is_read_whole() -> None:
    report = import_file(FILES / "current.csv")

    assert (report.layout, report.rows, len(report.imported_rows)) == ("Shopify, “URL handle”", 5, 5)
    coat = Product.objects.get(slug="lab-coat")
    assert coat.option_names == ("Size", "Colour")
    assert coat.specifications == "Color: White"
    assert [str(variant) for variant in coat.variants.order_by("sort_order")] == ["S / White", "M / White", "M / Blue"]
    assert [variant.oversell for variant in coat.variants.order_by("sort_order")] == [False, True, False]
    assert Category.objects.filter(products=coat).get().name == "Lab Coats"


def test_the_layout_is_told_by_columns_in_any_order_and_case(tmp_path: Path) -> None:
    file = tmp_path / "catalog_products.csv"
    file.write_text("VARIANT PRICE,title,HANDLE\n3.50,Pin,pin\n", encoding="utf-8")

    assert import_file(file).counts["new"] == 1
    assert Variant.objects.get().price == 350


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("id,title,description,availability,condition,price,link", "Google or Meta"),
        ("Name,Email,Financial Status,Lineitem name", "orders"),
        ("First Name,Last Name,Email", "customers"),
        ("Handle,Title,Option1 Name,SKU,Location", "stock by location"),
        ("a,b,c", "a, b, c"),
    ],
)
def test_another_table_is_refused_by_name(tmp_path: Path, header: str, named: str) -> None:
    file = tmp_path / "products.csv"
    file.write_text(f"{header}\n1,2,3\n", encoding="utf-8")

    with pytest.raises(UnknownLayout, match=named):
        import_file(file)


def test_every_outcome_names_its_product() -> None:
    report = import_file(FILES / "current.csv")

    assert [(product.handle, product.became) for product in report.products] == [
        ("lab-coat", Became.NEW),
        ("gift-voucher", Became.NEW),
        ("old-coat", Became.NEW),
    ]
