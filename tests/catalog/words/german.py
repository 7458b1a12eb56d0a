"""A shelf with goods in two languages: one product translated whole, one in part, one not at all."""

from __future__ import annotations

from tests.catalog import goods
from troth.catalog.models import Category, CategoryWords, Product, ProductImage, ProductWords, RelatedProduct, Relation


def glassware() -> Category:
    shelf = goods.category("Glassware", blurb="Borosilicate.", seo_title="Buy glassware")
    CategoryWords.objects.create(category=shelf, language="de", name="Glasgeräte", blurb="Borosilikatglas.")
    return shelf


def beaker(shelf: Category | None = None) -> Product:
    """Translated whole."""
    made = goods.product(
        "Beaker",
        *goods.sizes(("50 mL, clear", 900, 3), ("250 mL, amber", 1500, 3)),
        categories=(shelf,) if shelf else (),
        pictures=(ProductImage(drawn="catalog/sample/beaker.svg", alt="A beaker with a spout."),),
        option1_name="Volume",
        blurb="Pours well.",
        description="<p>With a spout.</p>",
        keywords="jug",
        specifications="Material: Glass\nSteam: Yes, 121 °C",
        seo_title="Buy a beaker",
        featured=True,
    )
    ProductWords.objects.create(
        product=made,
        language="de",
        title="Becherglas",
        blurb="Gießt sauber.",
        description="<p>Mit Ausguss.</p>",
        keywords="Krug",
        options={
            "Volume": "Volumen",
            "50 mL, clear": "50 mL, klar",
            "250 mL, amber": "250 mL, braun",
        },
        specifications={"Material": "Werkstoff", "Glass": "Glas", "Steam": "Dampf", "Yes, 121 °C": "Ja, 121 °C"},
        pictures={"A beaker with a spout.": "Ein Becherglas mit Ausguss."},
        seo_title="Becherglas kaufen",
    )
    return made


def flask(shelf: Category | None = None) -> Product:
    """Only its title is translated."""
    made = goods.product("Flask", categories=(shelf,) if shelf else (), blurb="Round.", featured=True)
    ProductWords.objects.create(product=made, language="de", title="Kolben")
    return made


def tube(shelf: Category | None = None) -> Product:
    """Not translated."""
    return goods.product("Tube", goods.variant(sku="CT-15-500"), categories=(shelf,) if shelf else (), blurb="Long.")


def accessory(of: Product, other: Product) -> None:
    RelatedProduct.objects.create(product=of, other=other, kind=Relation.ACCESSORY)
