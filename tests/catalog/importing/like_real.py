"""Made-up exports in the shapes of three real ones: as many rows, products and pictures, and the same oddities.

The real ones are not ours to copy; what is tested with them is tested with these wherever they are missing.
"""

from __future__ import annotations

import csv
from pathlib import Path

COLUMNS = (
    *("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published"),
    *(f"Option{place} {part}" for place in (1, 2, 3) for part in ("Name", "Value")),
    *("Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy"),
    *("Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping"),
    *("Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card"),
    *("SEO Title", "SEO Description"),
    *("Google Shopping / Google Product Category", "Google Shopping / Gender", "Google Shopping / Age Group"),
    *("Google Shopping / MPN", "Google Shopping / AdWords Grouping", "Google Shopping / AdWords Labels"),
    *("Google Shopping / Condition", "Google Shopping / Custom Product"),
    *(f"Google Shopping / Custom Label {place}" for place in range(5)),
    *("Variant Image", "Variant Weight Unit", "Variant Tax Code"),
)
Cells = dict[str, str]


def write(folder: Path) -> None:
    for name, (columns, rows) in {
        "apparel.csv": (COLUMNS, _apparel()),
        "home-and-garden.csv": ((*COLUMNS, "Cost per item"), _home()),
        "jewelery.csv": (COLUMNS, _jewelery()),
    }.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def _apparel() -> list[Cells]:
    """22 rows of 20 products: eighteen without options, two of two sizes, a picture each; quantities, and no tracker."""
    rows = []
    for number in range(20):
        sized = number >= 18
        first = _first("shirt", number) | _variant("Small" if sized else "Default Title", "50")
        rows.append(first | {"Option1 Name": "Size" if sized else "Title"} | _picture("shirt", number, 1))
        if sized:
            rows.append({"Handle": first["Handle"]} | _variant("Large", "52"))
    return rows


def _home() -> list[Cells]:
    """21 rows of 20 products: a tracked one, one whose second variant brings the second picture; three pictures without a place."""
    rows = []
    for number in range(20):
        body = f"<p>Clay pot {number},\nblown by mouth</p>\n<p><span>For&nbsp;plants</span></p>"
        first = _first("pot", number) | {"Type": "Outdoor", "Body (HTML)": body, "Option1 Name": "Size"}
        first |= _variant("Regular", "9.99") | _picture("pot", number, 1 if number >= 2 else None)
        first |= {"Variant Inventory Tracker": "shopify"} if number == 5 else {}
        rows.append(first | ({"Variant Compare At Price": "75"} if number < 15 else {}))
        if number == 7:
            second = _variant("Large", "12.99") | _picture("pot", 107, None) | {"Variant Compare At Price": "75"}
            rows.append({"Handle": first["Handle"]} | second)
    return rows


def _jewelery() -> list[Cells]:
    """41 rows of 20 products: 23 variants, 18 rows of a picture alone, 41 pictures, six of them a variant's own as well."""
    rows = []
    for number in range(20):
        handle = f"bracelet-{number}"
        first = _first("bracelet", number) | {"Type": "Bracelet", "Option1 Name": "Color" if number < 3 else "Title"}
        first |= _variant("Blue" if number < 3 else "Default Title", "42.99") | _picture("bracelet", number, 1)
        second = {"Handle": handle} | _picture("bracelet", 100 + number, 2)
        if number < 3:
            first |= {"Variant Image": first["Image Src"]}
            second |= _variant("Gold", "44.99") | {"Variant Image": second["Image Src"]}
        rows += [first, second]
    return [*rows, {"Handle": "bracelet-4"} | _picture("bracelet", 200, 3)]


def _first(what: str, number: int) -> Cells:
    return {
        "Handle": f"{what}-{number}",
        "Title": f"{what.title()} no. {number}",
        "Body (HTML)": f"A {what} like no other, number {number}.",
        "Vendor": "Sample Makers",
        "Tags": f"{what}, sample",
        "Published": "true",
        "Gift Card": "false",
    }


def _variant(option: str, price: str) -> Cells:
    return {
        "Option1 Value": option,
        "Variant Grams": "0",
        "Variant Inventory Qty": "1",
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": price,
        "Variant Requires Shipping": "true",
        "Variant Taxable": "true",
        "Variant Weight Unit": "kg",
    }


def _picture(what: str, number: int, place: int | None) -> Cells:
    address = f"https://cdn.example.com/s/files/1/0001/products/{what}-{number}_925x.jpg?v=15{number:08}"
    return {"Image Src": address, "Image Position": str(place or "")}
