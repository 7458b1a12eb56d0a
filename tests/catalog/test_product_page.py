import pytest
from django.contrib.staticfiles import finders

from tests.catalog.counting import statements
from tests.catalog.goods import category, only_variant, product, sizes, variant
from troth.catalog import beside, browse, structured
from troth.catalog.models import ProductImage, RelatedProduct, Status, Variant
from troth.catalog.shown import Availability

pytestmark = pytest.mark.django_db


def test_a_product_shows_its_options_variants_specifications_and_way() -> None:
    product(
        "Flask",
        *sizes(("50 mL", 900, 0), ("250 mL", 1500, 3)),
        option1_name="Volume",
        specifications="Glass: borosilicate 3.3\nNeck: NS 29/32",
        categories=(category(),),
    )

    page = browse.product("flask")

    assert page is not None
    assert [(option.name, option.values) for option in page.options] == [("Volume", ("50 mL", "250 mL"))]
    assert [variant.title for variant in page.variants] == ["50 mL", "250 mL"]
    assert page.chosen.title == "250 mL"
    assert [(row.name, row.value) for row in page.specifications] == [
        ("Glass", "borosilicate 3.3"),
        ("Neck", "NS 29/32"),
    ]
    assert [crumb.path for crumb in page.crumbs] == ["/", "/categories/glassware/"]


@pytest.mark.parametrize(
    ("columns", "availability", "words", "most"),
    [
        ({"stock": 50}, Availability.IN_STOCK, "In stock", 50),
        ({"stock": 3}, Availability.FEW_LEFT, "Only 3 left", 3),
        ({"stock": 0}, Availability.SOLD_OUT, "Sold out", 0),
        ({"stock": -2, "oversell": True}, Availability.ON_ORDER, "Made to order", 999),
        ({"stock": 0, "tracked": False}, Availability.IN_STOCK, "In stock", 999),
    ],
)
def test_what_is_said_about_the_stock(
    columns: dict[str, int], availability: Availability, words: str, most: int
) -> None:
    product("Tube", variant(**columns))  # type: ignore[arg-type]

    page = browse.product("tube")

    assert page is not None
    assert (page.chosen.availability, page.chosen.stock_words, page.chosen.most) == (availability, words, most)


def test_a_variant_that_is_not_offered_is_not_shown() -> None:
    made = product("Cap", *sizes(("red", 100, 1), ("blue", 100, 1)), option1_name="Colour")
    Variant.objects.filter(product=made, option1="blue").update(offered=False)

    page = browse.product("cap")

    assert page is not None
    assert page.options[0].values == ("red",)


def test_a_variant_points_at_its_picture() -> None:
    made = product(
        "Cap",
        *sizes(("red", 100, 1), ("blue", 100, 1)),
        option1_name="Colour",
        pictures=(
            ProductImage(drawn="catalog/placeholder.svg"),
            ProductImage(drawn="catalog/placeholder.svg", alt="b"),
        ),
    )
    blue = Variant.objects.get(product=made, option1="blue")
    blue.picture = ProductImage.objects.get(product=made, alt="b")
    blue.save()

    page = browse.product("cap")

    assert page is not None
    assert [variant.picture for variant in page.variants] == [None, 1]
    assert page.pictures[1].alt == "b"


def test_what_goes_with_it_stands_before_its_neighbours() -> None:
    shelf = category()
    pump = product("Pump", categories=(shelf,))
    product("Quartz cell", categories=(shelf,))
    product("Acid", categories=(shelf,))
    hose = product("Hose")
    RelatedProduct.objects.create(product=pump, other=hose)

    page = browse.product("pump")

    assert page is not None
    assert [card.title for card in page.related] == ["Hose", "Quartz cell", "Acid"]


def test_parts_are_shown_apart_and_name_what_they_were_made_for() -> None:
    shelf = category()
    pump, hose, filter_ = (product(name, categories=(shelf,)) for name in ("Pump", "Hose", "Filter"))
    seal, other = product("Seal"), product("Oil pump", categories=(shelf,))
    for part, kind in ((hose, "accessory"), (seal, "spare"), (other, "related")):
        RelatedProduct.objects.create(product=pump, other=part, kind=kind)

    with statements() as sent:
        page, part, plain = (browse.product(slug) for slug in ("pump", "seal", "oil-pump"))

    assert page is not None
    assert part is not None
    assert plain is not None
    assert len(sent) == 6
    assert [card.title for card in page.accessories] == ["Hose"]
    assert [card.title for card in page.spare_parts] == ["Seal"]
    assert [card.title for card in page.related] == ["Oil pump", "Filter"]
    assert [card.title for card in part.made_for] == ["Pump"]
    assert plain.made_for == ()
    assert filter_.title in [card.title for card in plain.related]


def test_many_neighbours_crowd_out_nothing_that_was_named() -> None:
    shelf = category()
    pump = product("Pump", categories=(shelf,))
    for number in range(30):
        product(f"Neighbour {number:02}", categories=(shelf,))
    part = product("Zeta hose", categories=(shelf,))
    RelatedProduct.objects.create(product=pump, other=part, kind="accessory")

    page, other_way = browse.product("pump"), browse.product("zeta-hose")

    assert page is not None
    assert other_way is not None
    assert [card.title for card in page.accessories] == ["Zeta hose"]
    assert len(page.related) == 4
    assert [card.title for card in other_way.made_for] == ["Pump"]


def test_a_draft_is_beside_nothing() -> None:
    pump, draft = product("Pump"), product("Draft", status=Status.DRAFT)
    RelatedProduct.objects.create(product=pump, other=draft, kind="spare")

    page = browse.product("pump")

    assert page is not None
    assert page.spare_parts == ()


def test_the_basket_is_offered_accessories_that_can_be_bought_and_are_not_in_it() -> None:
    pump, hose, seal = product("Pump"), product("Hose"), product("Seal")
    gone = product("Gone", variant(stock=0))
    for part, kind in ((hose, "accessory"), (gone, "accessory"), (seal, "spare")):
        RelatedProduct.objects.create(product=pump, other=part, kind=kind)

    assert [card.title for card in beside.works_with([pump.pk])] == ["Hose"]
    assert beside.works_with([pump.pk, hose.pk]) == ()
    assert beside.works_with([]) == ()


def test_a_changed_address_keeps_leading_to_the_product() -> None:
    made = product("Old name")
    made.slug = "new-name"
    made.save()

    assert browse.product("old-name") is None
    assert browse.moved("old-name") == "/products/new-name/"
    assert browse.moved("never-was") is None


def test_an_address_that_is_used_again_belongs_to_the_new_product() -> None:
    first = product("Name")
    first.slug = "other"
    first.save()
    second = product("Second")
    second.slug = "name"
    second.save()

    assert browse.moved("name") is None


def test_structured_data_names_price_and_availability_and_cannot_end_its_element() -> None:
    product("Flask </script>", *sizes(("50 mL", 900, 0), ("1 L", 150000, 9)), option1_name="Volume", slug="flask")
    page = browse.product("flask")
    assert page is not None

    told = structured.product(page, "https://shop.example")
    offers = told["@graph"][0]["offers"]

    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"]) == ("9.00", "1500.00", "USD")
    assert [offer["availability"].rpartition("/")[2] for offer in offers["offers"]] == ["OutOfStock", "InStock"]
    assert told["@graph"][0]["url"] == "https://shop.example/products/flask/"
    assert "</script>" not in structured.text(told)


def test_structured_data_of_a_product_without_options_is_a_single_offer() -> None:
    made = product("Rack", variant(1250, sku="R-1", barcode="4006381333931"))
    page = browse.product("rack")
    assert page is not None

    told = structured.product(page, "https://shop.example")["@graph"][0]

    assert told["offers"]["@type"] == "Offer"
    assert (told["sku"], told["gtin"]) == ("R-1", "4006381333931")
    assert only_variant(made).ref == page.chosen.ref


def test_the_placeholder_is_a_static_file() -> None:
    assert finders.find("catalog/placeholder.svg")
