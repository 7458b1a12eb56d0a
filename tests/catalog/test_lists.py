import pytest

from tests.catalog.counting import statements
from tests.catalog.goods import category, product, sizes, variant
from troth.catalog import browse
from troth.catalog.models import Status
from troth.catalog.shown import Badge, Sort

pytestmark = pytest.mark.django_db


def titles(cards: object) -> list[str]:
    return [card.title for card in cards]  # type: ignore[attr-defined]


def test_a_card_says_price_picture_and_whether_there_is_any() -> None:
    product("Flask", *sizes(("50 mL", 900, 0), ("250 mL", 1500, 3)), option1_name="Volume", blurb="Round.")

    (card,) = browse.products().page.cards

    assert (card.path, card.blurb, card.price.text, card.from_price) == ("/products/flask/", "Round.", "$9.00", True)
    assert card.in_stock
    assert card.picture.drawn
    assert card.picture.src.endswith("placeholder.svg")


def test_a_reduced_price_shows_the_former_one_only_if_it_was_higher() -> None:
    product("Cheaper", variant(800, compare_at=1000))
    product("Not cheaper", variant(1000, compare_at=800))

    cheaper, other = browse.products(sort=Sort.TITLE).page.cards

    assert cheaper.compare_at is not None
    assert (cheaper.compare_at.text, cheaper.badge) == ("$10.00", Badge.REDUCED)
    assert other.compare_at is None


def test_drafts_and_what_is_not_offered_stay_out_of_the_shop() -> None:
    shelf = category()
    product("Draft", status=Status.DRAFT, categories=(shelf,))
    product("Shown", categories=(shelf,))

    found = browse.category("glassware")

    assert found is not None
    assert titles(found.page.cards) == ["Shown"]
    assert browse.product("draft") is None


def test_a_sold_out_product_is_shown_as_such() -> None:
    product("Last one gone", variant(stock=0))
    product("Made to order", variant(stock=0, oversell=True))
    product("Not counted", variant(stock=0, tracked=False))

    by_title = {card.title: card for card in browse.products().page.cards}

    assert by_title["Last one gone"].badge is Badge.SOLD_OUT
    assert by_title["Made to order"].in_stock
    assert by_title["Not counted"].in_stock


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.CHEAPEST, "Tube"), (Sort.DEAREST, "Centrifuge"), (Sort.TITLE, "Beaker"), (Sort.FEATURED, "Tube")],
)
def test_lists_can_be_ordered(sort: Sort, first: str) -> None:
    product("Centrifuge", variant(90000), position=3)
    product("Beaker", variant(1000), position=2)
    product("Tube", variant(10), position=1)

    page = browse.products(sort=sort).page

    assert page.cards[0].title == first
    assert [choice.sort for choice in page.sorts if choice.chosen] == [sort]


def test_a_long_list_has_pages_and_the_last_one_answers_for_those_beyond() -> None:
    for number in range(45):
        product(f"Tube {number:02}")

    first, beyond = browse.products(sort=Sort.TITLE).page, browse.products(number=99, sort=Sort.TITLE).page

    assert (len(first.cards), first.pages, first.total, first.previous, first.next) == (20, 3, 45, None, 2)
    assert (beyond.number, titles(beyond.cards)[-1], beyond.next) == (3, "Tube 44", None)
    assert browse.products(number=-5).page.number == 1


def test_an_empty_category_has_one_empty_page() -> None:
    category("Empty")

    found = browse.category("empty")

    assert found is not None
    assert (found.page.total, found.page.pages) == (0, 1)


def test_an_unknown_or_hidden_category_is_none() -> None:
    category("Hidden", published=False)

    assert browse.category("hidden") is None
    assert browse.category("nothing") is None


def test_the_home_page_has_featured_products_in_order_and_categories_that_hold_something() -> None:
    shelf = category("Glass", position=2)
    category("Nothing in it", position=1)
    product("Second", featured=True, position=2, categories=(shelf,))
    product("First", featured=True, position=1, categories=(shelf,))
    product("Ordinary", categories=(shelf,))

    home = browse.home()

    assert titles(home.featured) == ["First", "Second"]
    assert [found.name for found in home.categories] == ["Glass"]
    assert len(home.newest) == 3


def test_the_number_of_queries_does_not_grow_with_the_goods() -> None:
    shelf = category()
    counts = []
    for round_ in range(2):
        for number in range(1 + 20 * round_):
            product(f"Thing {round_}-{number}", *sizes(("a", 1, 1), ("b", 2, 2)), option1_name="x", categories=(shelf,))
        with statements() as sent:
            browse.home()
            browse.category("glassware")
            browse.products()
            browse.product("thing-0-0")
        counts.append(len(sent))

    assert counts == [3 + 2 + 2 + 2] * 2


def test_the_sitemap_lists_what_can_be_seen() -> None:
    product("Shown", categories=(category(),))
    product("Draft", status=Status.DRAFT)
    product("Withdrawn", variant(offered=False))

    assert [entry.path for entry in browse.sitemap()] == [
        "/",
        "/products/",
        "/categories/glassware/",
        "/products/shown/",
    ]
