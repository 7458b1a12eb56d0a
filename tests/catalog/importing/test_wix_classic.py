"""Wix's classic catalogue: surcharges, colours, bare media ids, and options without a row for any variant."""

from __future__ import annotations

import pytest

from tests.catalog.importing.sheets import WIX_CLASSIC, bring, option, sheet, words
from troth.catalog import browse
from troth.catalog.models import Product, ProductImage, Status, Variant

pytestmark = pytest.mark.django_db

RING = {
    "handleId": "product_0f1e2d3c-aaaa-bbbb-cccc-000000000001",
    "fieldType": "Product",
    "name": "Ada's ring; small, plain",
    "description": "<p>Silver.</p>",
    "productImageUrl": "506c6a_0a1b2c3d~mv2.jpg;https://elsewhere.example/ring.jpg;not a picture",
    "collection": "Rings, thin;Silver",
    "sku": "RING",
    "ribbon": "Sale",
    "price": "40.0",
    "surcharge": "0.0",
    "visible": "true",
    "discountMode": "PERCENT",
    "discountValue": "0.0",
    "inventory": "0",
    "weight": "0.25",
    "brand": "Test Smiths",
    "additionalInfoTitle1": "Care & <use>",
    "additionalInfoDescription1": "<ul><li>Keep\ndry.</li></ul>",
    **option(1, "Size", "S;M"),
    **option(2, "Metal", "#b81616:Red;rgb(193,180,123):Cream", "COLOR"),
}


def variant(size: str, metal: str, **cells: str) -> dict[str, str]:
    told = {"productOptionDescription1": size, "productOptionDescription2": metal, "inventory": "InStock"}
    return {"handleId": RING["handleId"], "fieldType": "Variant", "visible": "true", **told, **cells}


def test_a_product_with_its_variants_is_read_whole() -> None:
    report = bring(
        sheet(
            WIX_CLASSIC,
            RING,
            variant("S", "#b81616:Red", sku="R-S", surcharge="2.5", inventory="3"),
            variant("M", "rgb(193,180,123):Cream", sku="R-M", surcharge="-1", inventory="OutOfStock", visible="false"),
        )
    )

    ring = Product.objects.get()
    assert (report.layout, report.rows, len(report.imported_rows)) == ("Wix, “handleId”", 3, 3)
    assert (ring.title, ring.vendor, ring.status) == ("Ada's ring; small, plain", "Test Smiths", Status.PUBLISHED)
    assert ring.option_names == ("Size", "Metal")
    assert ring.description == "<p>Silver.</p><h3>Care &amp; &lt;use&gt;</h3><ul><li>Keep\ndry.</li></ul>"
    assert {category.name for category in ring.categories.all()} == {"Rings, thin", "Silver"}
    small, medium = Variant.objects.order_by("sort_order")
    assert (small.values, small.price, small.stock, small.tracked, small.weight_grams) == (
        ("S", "Red"),
        4250,
        3,
        True,
        250,
    )
    assert (medium.values, medium.price, medium.stock, medium.tracked) == (("M", "Cream"), 3900, 0, True)
    assert (small.offered, medium.offered) == (True, False)
    assert [(left.column, left.example) for left in report.left_behind] == [("ribbon", "Sale")]
    assert "number of the whole was left out" in words(report, 2)


def test_bare_media_ids_get_the_address_they_had() -> None:
    report = bring(sheet(WIX_CLASSIC, RING))

    assert list(ProductImage.objects.order_by("sort_order").values_list("source_url", flat=True)) == [
        "https://static.wixstatic.com/media/506c6a_0a1b2c3d~mv2.jpg",
        "https://elsewhere.example/ring.jpg",
    ]
    assert "“not a picture” is not the address of a picture" in words(report, 2)


def test_options_without_variant_rows_become_variants_and_share_the_stock_out() -> None:
    report = bring(sheet(WIX_CLASSIC, {**RING, "inventory": "5"}))

    found = {each.values: each.stock for each in Variant.objects.all()}
    assert found == {("S", "Red"): 2, ("S", "Cream"): 1, ("M", "Red"): 1, ("M", "Cream"): 1}
    assert "4 variants were made" in words(report, 2)
    assert "it was divided" in words(report, 2)


def test_too_many_combinations_become_one_variant_and_are_named() -> None:
    many = ";".join(str(number) for number in range(20))
    report = bring(sheet(WIX_CLASSIC, {**RING, **option(1, "A", many), **option(2, "B", many)}))

    assert Variant.objects.get().values == ()
    assert "make 400 combinations" in words(report, 2)


def test_more_than_three_options_are_folded_and_named() -> None:
    names = {**RING, **option(3, "C", "c"), **option(4, "D", "d1;d2")}
    report = bring(sheet(WIX_CLASSIC, {**names, **option(1, "A", "a"), **option(2, "B", "b")}))

    assert Product.objects.get().option_names == ("A", "B", "C / D")
    assert {each.values for each in Variant.objects.all()} == {("a", "b", "c / d1"), ("a", "b", "c / d2")}
    assert "4 options" in words(report, 2)


@pytest.mark.parametrize(
    ("mode", "value", "price", "former"),
    [
        ("PERCENT", "25", 3000, 4000),
        ("AMOUNT", "1.5", 3850, 4000),
        ("PERCENT", "0", 4000, None),
        ("odd", "5", 4000, None),
    ],
)
def test_discounts_become_a_price_and_a_former_one(mode: str, value: str, price: int, former: int | None) -> None:
    plain = {key: cell for key, cell in RING.items() if not key.startswith("productOption")}
    bring(sheet(WIX_CLASSIC, {**plain, "discountMode": mode, "discountValue": value}))

    found = Variant.objects.get()
    assert (found.price, found.compare_at) == (price, former)


def test_a_parent_price_of_nothing_leaves_the_surcharge() -> None:
    bring(sheet(WIX_CLASSIC, {**RING, "price": "0.0"}, variant("S", "Red", surcharge="12")))
    assert Variant.objects.get().price == 1200


def test_rows_that_belong_nowhere_are_lost_and_named() -> None:
    stray = {"handleId": "product_other", "fieldType": "Variant", "inventory": "1"}
    odd = {"handleId": "x", "fieldType": "Bundle", "name": "A"}
    twice = variant("S", "Red")
    report = bring(sheet(WIX_CLASSIC, stray, RING, twice, twice, odd, {**RING, "name": "Again"}))

    assert report.lost_rows == {2, 5, 6, 7}
    assert "No product before it" in words(report, 2)
    assert "same variant as in row 4" in words(report, 5)
    assert "Neither a product nor a variant" in words(report, 6)
    assert "second product with the same handle" in words(report, 7)
    assert report.lost_rows | report.imported_rows == set(range(2, 8))


def test_the_old_address_leads_to_the_product() -> None:
    bring(sheet(WIX_CLASSIC, RING))

    ring = Product.objects.get()
    assert ring.slug == "adas-ring-small-plain"
    assert set(ring.former_addresses.values_list("slug", flat=True)) == {"ada-s-ring-small-plain"}
    assert browse.product(ring.slug) is not None


def test_an_older_export_without_cost_and_brand_is_told_by_its_columns() -> None:
    older = tuple(column for column in WIX_CLASSIC if column not in ("cost", "brand"))
    row = {key: cell for key, cell in RING.items() if key in older}
    assert bring(sheet(older, row)).counts["new"] == 1


def test_a_second_import_changes_nothing() -> None:
    content = sheet(WIX_CLASSIC, RING, variant("S", "#b81616:Red", surcharge="2"), variant("M", "Red"))
    bring(content)
    assert bring(content).counts == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}
