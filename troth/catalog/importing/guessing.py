"""What the columns of a table of nobody's layout probably are, by their names: proposed to somebody, never taken by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from . import about, shopify_current, shopify_legacy
from .layout import SPECIFICATION

_ALSO: Final = {
    "title": "name productname producttitle bezeichnung artikelbezeichnung artikelname produktname titel",
    "handle": "slug key id productid produktid",
    "body": "longdescription beschreibung artikelbeschreibung text",
    "vendor": "brand maker manufacturer hersteller marke",
    "type": "category categories kategorie warengruppe",
    "tags": "keywords schlagworte stichworte",
    "price": "unitprice grossprice preis verkaufspreis bruttopreis vk",
    "compare_at": "listprice formerprice rrp msrp uvp alterpreis",
    "sku": "articlenumber itemnumber itemno artikelnummer artikelnr artnr bestellnr",
    "barcode": "ean gtin upc isbn",
    "quantity": "stock qty onhand bestand lagerbestand menge",
    "grams": "weightg weightingrams gewichtg",
    "own_origin": "countryoforigin madein herkunft herkunftsland",
    "own_customs_code": "hscode tariffcode zolltarifnummer",
    "image": "imageurl picture photo image bild bildurl foto",
    "option1_value": "size variant option groesse größe variante",
    "option2_value": "colour color farbe",
}
_BY_NAME: Final = {name: word for word, names in _ALSO.items() for name in names.split()}


def words_of(columns: Sequence[str], offered: frozenset[str]) -> dict[int, str]:
    """Place → one of the offered words; each word once, for the first column it fits."""
    found: dict[int, str] = {}
    for place, column in enumerate(columns):
        known = (layout.LAYOUT.word(column) for layout in (shopify_legacy, shopify_current))
        word = next(filter(None, (*known, _BY_NAME.get(about.spelled(column), ""))), "")
        if word in offered and word != SPECIFICATION and word not in found.values():
            found[place] = word
    return found
