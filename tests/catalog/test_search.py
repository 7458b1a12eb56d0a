import pytest

from tests.catalog.counting import statements
from tests.catalog.goods import category, product, sizes, variant
from troth.catalog.models import Product, Status
from troth.catalog.search import complete, search

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [card.title for card in search(text).page.cards]


@pytest.fixture(autouse=True)
def shelves() -> None:
    product("Erlenmeyer flask", description="<p>For swirling by hand.</p>", categories=(category(),), featured=True)
    product("Beaker", *sizes(("50 mL", 1, 1), ("250 mL", 2, 1)), option1_name="Volume", keywords="jug, Becherglas")
    product("Centrifuge tube", variant(sku="CT-15-500"), specifications="Material: Polypropylene")
    product("Secret flask", status=Status.DRAFT)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("beaker", "Beaker"),
        ("BEAKERS", "Beaker"),
        ("beak", "Beaker"),
        ("becherglas", "Beaker"),
        ("250 ml", "Beaker"),
        ("flask swirling", "Erlenmeyer flask"),
        ("glassware", "Erlenmeyer flask"),
        ("polypropylene", "Centrifuge tube"),
        ("ct-15", "Centrifuge tube"),
        ("CT15", ""),
    ],
)
def test_things_are_found_by_many_words(text: str, title: str) -> None:
    assert found(text) == ([title] if title else [])


def test_a_slip_of_the_finger_is_forgiven_and_said() -> None:
    result = search("centrifgue tueb")

    assert [card.title for card in result.page.cards] == ["Centrifuge tube"]
    assert result.instead == "centrifuge tube"


def test_where_not_all_words_fit_any_of_them_will_do() -> None:
    result = search("beaker unobtainable")

    assert [card.title for card in result.page.cards] == ["Beaker"]
    assert result.loosely


def test_nothing_found_offers_something_else() -> None:
    result = search("xylophone")

    assert (result.page.total, result.page.cards) == (0, ())
    assert [card.title for card in result.suggestions] == ["Erlenmeyer flask"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\0",
        '"',
        "' OR 1=1 --",
        '"a" NOT "b',
        "beaker* AND (",
        "%s %d",
        "a" * 5000,
        "🧪",
        "col:beaker",
        "& | ! <-> :*",
    ],
)
def test_no_text_breaks_it(text: str) -> None:
    assert search(text).page.number == 1
    complete(text)


def test_drafts_are_not_found() -> None:
    assert found("secret") == []


def test_results_have_pages() -> None:
    for number in range(25):
        product(f"Pipette {number}")

    second = search("pipette", 2)

    assert (second.page.total, second.page.pages, len(second.page.cards)) == (25, 2, 5)
    assert search("pipette", 50).page.number == 2


def test_titles_count_more_than_descriptions() -> None:
    product("Holder", description="<p>Holds a beaker, or two beakers, or any beaker.</p>")

    assert found("beaker")[0] == "Beaker"


def test_a_changed_product_is_found_by_its_new_words_at_once() -> None:
    made = product("Gadget")
    made.title = "Widget"
    made.save()

    assert found("gadget") == []
    assert found("widget") == ["Widget"]
    made.delete()
    assert found("widget") == []


def test_products_deleted_in_bulk_are_not_found_either() -> None:
    Product.objects.filter(title="Beaker").delete()

    assert found("beaker") == []


def test_a_search_box_can_complete() -> None:
    assert [card.title for card in complete("erlen fl")] == ["Erlenmeyer flask"]
    assert complete("e") == ()


def test_a_search_that_finds_something_is_two_queries() -> None:
    search("beaker")
    with statements() as sent:
        search("beaker")
    assert len(sent) == 2
