"""Wix's current catalogue: whole prices, MEDIA rows, words for stock."""

from __future__ import annotations

import pytest

from tests.catalog.importing.sheets import WIX_CURRENT, bring, sheet, words
from troth.catalog.models import Product, ProductImage, Variant

pytestmark = pytest.mark.django_db

LAMP = {
    "handle": "reading-lamp",
    "fieldType": "PRODUCT",
    "name": "Reading lamp",
    "visible": "TRUE",
    "plainDescription": "<p>Warm light.</p>",
    "categorySlugs": "lamps;desk-lamps",
    "primaryCategorySlug": "desk-lamps",
    "media": "https://static.wixstatic.com/media/aa_1~mv2.png",
    "mediaAltText": "A lamp",
    "brand": "Test Lights",
    "price": "50",
    "strikethroughPrice": "60",
    "inventory": "IN_STOCK",
    "weight": "1.2",
    "productOptionName1": "Shade",
    "productOptionType1": "TEXT_CHOICES",
    "productOptionChoices1": "Linen;Glass",
    "modifierName1": "Engraving",
}


def variant(choice: str, **cells: str) -> dict[str, str]:
    return {"handle": "reading-lamp", "fieldType": "VARIANT", "productOptionChoices1": choice, **cells}


def test_prices_of_variants_are_whole_and_a_blank_one_is_the_products() -> None:
    report = bring(
        sheet(
            WIX_CURRENT,
            LAMP,
            {"handle": "reading-lamp", "fieldType": "MEDIA", "media": "aa_2~mv2.jpg", "mediaAltText": "Its foot"},
            variant("Linen", price="55", sku="L-1", inventory="7", barcode="12345670"),
            variant("Glass", inventory="OUT_OF_STOCK", preOrderEnabled="TRUE", weight="2"),
        )
    )

    lamp = Product.objects.get()
    linen, glass = Variant.objects.order_by("sort_order")
    assert report.layout == "Wix, “fieldType”"
    assert (linen.price, linen.compare_at, linen.stock, linen.tracked, linen.barcode) == (
        5500,
        None,
        7,
        True,
        "12345670",
    )
    assert (glass.price, glass.compare_at, glass.stock, glass.oversell, glass.weight_grams) == (
        5000,
        6000,
        0,
        True,
        2000,
    )
    assert linen.weight_grams == 1200
    assert {category.slug for category in lamp.categories.all()} == {"lamps", "desk-lamps"}
    assert list(ProductImage.objects.order_by("sort_order").values_list("source_url", "alt")) == [
        ("https://static.wixstatic.com/media/aa_1~mv2.png", "A lamp"),
        ("https://static.wixstatic.com/media/aa_2~mv2.jpg", "Its foot"),
    ]
    assert [left.column for left in report.left_behind] == ["modifierName1"]
    assert "kilograms" in words(report, 0)


def test_in_stock_is_not_counted() -> None:
    bring(sheet(WIX_CURRENT, {**LAMP, "productOptionName1": "", "productOptionChoices1": ""}))
    found = Variant.objects.get()
    assert (found.tracked, found.stock, found.price, found.compare_at) == (False, 0, 5000, 6000)


def test_a_value_with_a_semicolon_in_it_stays_whole() -> None:
    bring(sheet(WIX_CURRENT, LAMP, variant("Linen; white")))
    assert Variant.objects.get().values == ("Linen; white",)


def test_the_handle_is_the_address_and_a_second_import_changes_nothing() -> None:
    content = sheet(WIX_CURRENT, LAMP, variant("Linen", price="55"), variant("Glass", media="aa_3~mv2.jpg"))
    bring(content)

    assert Product.objects.get().slug == "reading-lamp"
    assert Variant.objects.get(option1="Glass").picture is not None
    assert bring(content).counts["unchanged"] == 1
