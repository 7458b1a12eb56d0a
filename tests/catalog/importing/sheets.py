"""Files of other shop systems, made up in the shapes of their exports."""

from __future__ import annotations

import csv
import io

from troth.catalog.importing import Report, import_table, reading

_SIX = range(1, 7)
WIX_CLASSIC = (
    *("handleId", "fieldType", "name", "description", "productImageUrl", "collection", "sku", "ribbon", "price"),
    *("surcharge", "visible", "discountMode", "discountValue", "inventory", "weight", "cost"),
    *(f"productOption{part}{n}" for n in _SIX for part in ("Name", "Type", "Description")),
    *(f"additionalInfo{part}{n}" for n in _SIX for part in ("Title", "Description")),
    *("customTextField1", "customTextCharLimit1", "customTextMandatory1"),
    *("customTextField2", "customTextCharLimit2", "customTextMandatory2", "brand"),
)
WIX_CURRENT = (
    *("handle", "fieldType", "name", "visible", "plainDescription", "categorySlugs", "primaryCategorySlug", "media"),
    *("mediaAltText", "ribbon", "brand", "price", "strikethroughPrice", "baseUnit", "baseUnitMeasurement"),
    *("totalUnits", "totalUnitsMeasurement", "cost", "inventory", "preOrderEnabled", "preOrderMessage"),
    *("preOrderLimit", "sku", "barcode", "weight", "packageLength", "packageWidth", "packageHeight", "packageUnit"),
    *(f"productOption{part}{n}" for n in _SIX for part in ("Name", "Type", "Choices")),
    *(f"modifier{part}{n}" for n in range(1, 11) for part in ("Name", "Type", "CharLimit", "Mandatory", "Description")),
)
WOO = (
    *("ID", "Type", "SKU", "Name", "Published", "Is featured?", "Visibility in catalog", "Short description"),
    *("Description", "Date sale price starts", "Date sale price ends", "Tax status", "Tax class", "In stock?"),
    *("Stock", "Backorders allowed?", "Sold individually?", "Weight (lbs)", "Length (in)", "Width (in)"),
    *("Height (in)", "Allow customer reviews?", "Purchase note", "Sale price", "Regular price", "Categories"),
    *("Tags", "Shipping class", "Images", "Download limit", "Download expiry days", "Parent", "Grouped products"),
    *("Upsells", "Cross-sells", "External URL", "Button text", "Position"),
    *(f"Attribute {n} {part}" for n in (1, 2) for part in ("name", "value(s)", "visible", "global")),
    "Meta: _wpcom_is_markdown",
)
# Read off a German shop's export.
WOO_GERMAN = (
    *("ID", "Typ", "Artikelnummer", "Name", "Veröffentlicht", "Ist hervorgehoben?", "Sichtbarkeit im Katalog"),
    *("Kurzbeschreibung", "Beschreibung", "Datum, an dem Angebotspreis beginnt", "Datum, an dem Angebotspreis endet"),
    *("Steuerstatus", "Steuerklasse", "Vorrätig?", "Lager", "Geringe Lagermenge", "Lieferrückstände erlaubt?"),
    *("Nur einzeln verkaufen?", "Gewicht (kg)", "Länge (cm)", "Breite (cm)", "Höhe (cm)"),
    *("Kundenrezensionen erlauben?", "Hinweis zum Kauf", "Angebotspreis", "Regulärer Preis", "Kategorien"),
    *("Schlagwörter", "Versandklasse", "Bilder", "Downloadlimit", "Ablauftage des Downloads"),
    *("Übergeordnetes Produkt", "Gruppierte Produkte", "Zusatzverkäufe", "Cross-Sells (Querverkäufe)"),
    *("Externe URL", "Button-Text", "Position"),
    *(f"Attribut {n} {part}" for n in (1, 2) for part in ("Name", "Wert(e)", "Sichtbar", "Global")),
)
MEDUSA = (
    *("Product Id", "Product Handle", "Product Title", "Product Subtitle", "Product Description", "Product Status"),
    *("Product Thumbnail", "Product Weight", "Variant Id", "Variant Title", "Variant SKU", "Variant Barcode"),
    *("Variant Inventory Quantity", "Variant Allow Backorder", "Variant Manage Inventory", "Price EUR", "Price USD"),
    *("Option 1 Name", "Option 1 Value", "Image 1 Url", "Image 2 Url"),
)
META = (
    *("id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand"),
    *("google_product_category", "fb_product_category", "quantity_to_sell_on_facebook", "sale_price"),
)


def sheet(columns: tuple[str, ...], *rows: dict[str, str], delimiter: str = ",") -> bytes:
    """A table; cells that a row does not name are empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring(content: bytes, *, dry_run: bool = False, currency: str = "") -> Report:
    report = Report("file.csv", dry_run=dry_run)
    return import_table(reading.read(content, report), report, currency=currency)


def words(report: Report, row: int) -> str:
    """All that the report says of a row (0: of the file)."""
    return " ".join(finding.words for finding in report.findings if finding.row == row)


def option(place: int, name: str, choices: str, kind: str = "DROP_DOWN") -> dict[str, str]:
    """The three cells of an option in Wix's classic layout."""
    return {
        f"productOptionName{place}": name,
        f"productOptionType{place}": kind,
        f"productOptionDescription{place}": choices,
    }
