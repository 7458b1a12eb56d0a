"""WooCommerce's column titles. Its exporter writes them in the language of the shop (translate.wordpress.org, project
woocommerce); English, German, French and Spanish are known here, with older wordings of the same."""

from __future__ import annotations

import re
from typing import Final

TITLES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("ID",),
    "row_kind": ("Type", "Typ", "Tipo"),
    "sku": ("SKU", "Artikelnummer", "Art.-Nr.", "UGS", "Référence"),
    "barcode": (
        "GTIN, UPC, EAN, or ISBN",
        "GTIN, UPC, EAN oder ISBN",
        "GTIN, UPC, EAN ou ISBN",
        "GTIN, UPC, EAN o ISBN",
    ),
    "title": ("Name", "Nom", "Nombre"),
    "published": ("Published", "Veröffentlicht", "Publié", "Publicado"),
    "featured": (
        *("Is featured?", "Ist hervorgehoben?", "Hervorgehoben?"),
        *("Mis en avant ?", "¿Está destacado?"),
    ),
    "visibility": (
        *("Visibility in catalog", "Visibility in catalogue", "Sichtbarkeit im Katalog"),
        *("Visibilité dans le catalogue", "Visibilidad en el catálogo"),
    ),
    "short": ("Short description", "Kurzbeschreibung", "Description courte", "Descripción corta"),
    "body": ("Description", "Beschreibung", "Descripción"),
    "sale_starts": (
        *("Date sale price starts", "Datum, an dem Angebotspreis beginnt", "Datum, an dem der Angebotspreis beginnt"),
        *("Date de début de promo", "Día en que empieza el precio rebajado"),
    ),
    "sale_ends": (
        *("Date sale price ends", "Datum, an dem Angebotspreis endet", "Datum, an dem der Angebotspreis endet"),
        *("Date de fin de promo", "Día en que termina el precio rebajado"),
    ),
    "tax_status": ("Tax status", "Steuerstatus", "État de la TVA", "Estado del impuesto"),
    "tax_class": ("Tax class", "Steuerklasse", "Classe de TVA", "Clase de impuesto"),
    "in_stock": ("In stock?", "Vorrätig?", "Auf Lager?", "En stock ?", "¿Existencias?", "¿En inventario?"),
    "quantity": ("Stock", "Lager", "Bestand", "Lagerbestand", "Inventario"),
    "policy": (
        *("Backorders allowed?", "Lieferrückstände erlaubt?", "Rückstände erlaubt?"),
        *("Autoriser les commandes de produits en rupture ?", "¿Permitir reservas de productos agotados?"),
    ),
    "sale_price": ("Sale price", "Angebotspreis", "Tarif promo", "Prix promo", "Precio rebajado"),
    "price": (
        *("Regular price", "Regulärer Preis", "Normaler Preis"),
        *("Tarif régulier", "Prix régulier", "Precio normal", "Precio regular"),
    ),
    "type": ("Categories", "Kategorien", "Catégories", "Categorías"),
    "tags": ("Tags", "Schlagwörter", "Étiquettes", "Etiquetas"),
    "vendor": ("Brands", "Marken", "Marques", "Marcas"),
    "image": ("Images", "Bilder", "Imágenes"),
    "parent": ("Parent", "Übergeordnetes Produkt", "Eltern", "Superior"),
    "position": ("Position", "Posición"),
}
_ATTRIBUTE: Final = {
    "name": (
        *("attribute {} name", "attribut {} name", "name des attributs {}"),
        *("nom de l\u2019attribut {}", "nom de l'attribut {}", "nombre del atributo {}"),
    ),
    "values": (
        *("attribute {} value(s)", "attribut {} wert(e)", "wert(e) des attributs {}"),
        *("valeur(s) de l\u2019attribut {}", "valeur(s) de l'attribut {}", "valor(es) del atributo {}"),
    ),
}
_MEASURES: Final = {
    "weight": "weight|gewicht|poids|peso",
    "length": "length|länge|longueur|longitud",
    "width": "width|breite|largeur|anchura|ancho",
    "height": "height|höhe|hauteur|altura",
}
WORDS: Final = {title.casefold(): word for word, titles in TITLES.items() for title in titles}


def attributes(places: int) -> dict[str, str]:
    """Headers (casefolded) of the first attributes → our words."""
    return {
        title.format(place): f"attribute{place}_{part}"
        for part, titles in _ATTRIBUTE.items()
        for title in titles
        for place in range(1, places + 1)
    }


PATTERNS: Final = tuple((re.compile(rf"(?:{names}) \((?P<unit>[^)]+)\)"), word) for word, names in _MEASURES.items())
_UNIT: Final = re.compile(r"\(([^)]+)\)\s*$")


def unit_in(header: str) -> str:
    """ "Weight (lbs)" is in lbs."""
    found = _UNIT.search(header)
    return found[1].strip().casefold() if found else ""
