"""Many products changed at once: looked at first, whole or not at all, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.counting import statements
from tests.catalog.goods import category, only_variant, product, sizes, variant
from troth.catalog import browse, revision, stock
from troth.catalog.bulk import amounts, back, choosing, doing, looking, writing
from troth.catalog.bulk.asked import (
    CompareBy,
    CompareEdit,
    Edit,
    Nonsense,
    PriceBy,
    PriceEdit,
    Rounding,
    ShelfBy,
    ShelfEdit,
    StockBy,
    StockEdit,
)
from troth.catalog.bulk.choosing import Filter
from troth.catalog.bulk.doing import Otherwise
from troth.catalog.locations import moving, opening
from troth.catalog.models import ImportRun, ImportStep, MovedFor, Product, RunState, Status, StockMove, Variant
from troth.catalog.search import search

pytestmark = pytest.mark.django_db
MIA = 503


def percent(number: str, rounding: Rounding = Rounding.COIN) -> Edit:
    return Edit(price=PriceEdit(PriceBy.PERCENT, Decimal(number), rounding))


def done(edit: Edit, *products: Product) -> ImportRun:
    keys = [each.pk for each in products] or list(Product.objects.values_list("pk", flat=True))
    return doing.apply(keys, edit, looking.look(keys, edit).mark, MIA)


def refused(edit: Edit, *products: Product) -> str:
    """The sentence, once nothing has changed."""
    before = everything()
    keys = [each.pk for each in products]
    for act in (lambda: looking.look(keys, edit), lambda: doing.apply(keys, edit, "", MIA)):
        with pytest.raises(Nonsense) as caught:
            act()
    assert everything() == before
    return str(caught.value)


def everything() -> list[object]:
    told: list[object] = [list(model.objects.order_by("pk").values()) for model in (Product, Variant)]
    return [
        *told,
        list(Product.categories.through.objects.order_by("product", "category").values_list("product", "category")),
    ]


def prices() -> list[int]:
    return list(Variant.objects.order_by("pk").values_list("price", flat=True))


# -- what is shown before


def test_looking_says_what_would_change_and_changes_nothing() -> None:
    flask, dish = product("Flask", *sizes(("50 mL", 1000, 1), ("1 L", 2000, 1)), option1_name="Volume"), product("Dish")
    only_variant(dish).delete()
    before = everything()

    looked = looking.look([flask.pk, dish.pk], percent("10"))

    told = [(title, change.where, change.before, change.after) for title, change in looked.changes]
    assert told == [("Flask", "50 mL", "10.00", "11.00"), ("Flask", "1 L", "20.00", "22.00")]
    assert (looked.changed, looked.same) == (1, 1)
    assert everything() == before


def test_what_changed_since_it_was_looked_at_is_not_written_over() -> None:
    flask = product("Flask")
    looked = looking.look([flask.pk], percent("10"))
    Variant.objects.update(price=5000)

    with pytest.raises(Otherwise):
        doing.apply([flask.pk], percent("10"), looked.mark, MIA)
    assert prices() == [5000]
    assert not ImportRun.objects.exists()


# -- doing it


def test_prices_change_and_pages_say_so_at_once() -> None:
    product("Flask", *sizes(("50 mL", 1000, 1), ("1 L", 2000, 1)), option1_name="Volume")
    before = revision.current()

    run = done(percent("-15"))

    assert prices() == [850, 1700]
    (card,) = browse.products().page.cards
    assert (card.price.plain, card.from_price) == ("8.50", True)
    assert revision.current() > before
    assert (run.by, run.counts, run.state) == (MIA, {"changed": 1, "unchanged": 0}, RunState.DONE)


def test_a_sale_keeps_the_price_of_before_as_the_former_one() -> None:
    product("Flask", variant(1000))
    done(Edit(price=PriceEdit(PriceBy.PERCENT, Decimal(-10)), compare=CompareEdit(CompareBy.FORMER)))
    (card,) = browse.products().page.cards
    assert card.compare_at is not None
    assert (card.price.plain, card.compare_at.plain, card.badge_text) == ("9.00", "10.00", "Reduced")

    done(Edit(price=PriceEdit(PriceBy.SET, Decimal(10)), compare=CompareEdit(CompareBy.CLEAR)))
    (card,) = browse.products().page.cards
    assert (card.price.plain, card.compare_at) == ("10.00", None)


def test_status_category_and_maker_in_one_go_and_the_search_knows() -> None:
    glass, plastic = category("Glass"), category("Plastic")
    flask = product("Flask", categories=(glass,), status=Status.DRAFT)

    done(Edit(status="published", maker="Corbel", shelf=ShelfEdit(ShelfBy.ONLY, plastic.pk)))

    assert [each.slug for each in Product.objects.get(pk=flask.pk).categories.all()] == ["plastic"]
    for word in ("corbel", "plastic"):
        assert [card.title for card in search(word).page.cards] == ["Flask"]
    assert search("glass").page.total == 0
    page = browse.product("flask")
    assert page is not None
    assert (page.vendor, page.crumbs[-1].name) == ("Corbel", "Plastic")


@pytest.mark.parametrize(
    ("by", "slugs"), [(ShelfBy.ADD, ["glass", "plastic"]), (ShelfBy.REMOVE, ["glass"]), (ShelfBy.ONLY, ["plastic"])]
)
def test_shelves_are_added_to_removed_from_or_all_others_left(by: ShelfBy, slugs: list[str]) -> None:
    glass, plastic = category("Glass"), category("Plastic")
    inside = (glass, plastic) if by is ShelfBy.REMOVE else (glass,)
    flask = product("Flask", categories=inside)
    done(Edit(shelf=ShelfEdit(by, plastic.pk)))
    assert [each.slug for each in Product.objects.get(pk=flask.pk).categories.order_by("slug")] == slugs


def test_stock_has_its_lines_in_the_journal_and_what_is_not_counted_stays() -> None:
    flask, dish = product("Flask", variant(stock=3)), product("Dish", variant(stock=0, tracked=False))

    done(Edit(stock=StockEdit(StockBy.ADD, 5)))

    assert [only_variant(each).stock for each in (flask, dish)] == [8, 0]
    (line,) = StockMove.objects.all()
    assert (line.change, line.left, line.why, line.by) == (5, 8, MovedFor.EDITED, MIA)


def test_with_several_locations_what_lies_elsewhere_stays_there() -> None:
    flask = product("Flask", variant(stock=3))
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour"))
    one = only_variant(flask)
    moving.adjust(one.pk, harbour, 4, MovedFor.ARRIVED, MIA)

    assert "4 of “Flask” lie at other locations" in refused(Edit(stock=StockEdit(StockBy.SET, 3)), flask)
    done(Edit(stock=StockEdit(StockBy.SET, 6)))

    one.refresh_from_db()
    assert (moving.at(one, None), moving.at(one, harbour)) == (2, 4)


def test_it_is_all_of_it_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        product(f"Thing {number}")
    before = everything()

    def torn(*_anything: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(writing.Catalogue, "bump", torn)
    with pytest.raises(RuntimeError):
        done(percent("10"))
    assert everything() == before
    assert not ImportStep.objects.exists()


def test_what_is_like_that_already_is_left_alone() -> None:
    flask, dish = product("Flask", vendor="Corbel"), product("Dish")
    changed_at = flask.changed_at
    run = done(Edit(maker="Corbel"), flask, dish)
    assert run.counts == {"changed": 1, "unchanged": 1}
    flask.refresh_from_db()
    assert flask.changed_at == changed_at
    with pytest.raises(Nonsense, match="like that already"):
        done(Edit(maker="Corbel"), flask, dish)


# -- nonsense


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(), "Say what to change"),
        (percent("-101"), "“Flask” would cost less than nothing"),
        (percent("99999999999999"), "too much to be a price"),
        (Edit(price=PriceEdit(PriceBy.AMOUNT, Decimal("-10.01"))), "less than nothing"),
        (Edit(price=PriceEdit(PriceBy.SET, Decimal("1.234"))), "more decimals than USD knows"),
        (Edit(compare=CompareEdit(CompareBy.SET, Decimal(10))), "would not be above its price"),
        (Edit(price=PriceEdit(PriceBy.PERCENT, Decimal(5)), compare=CompareEdit(CompareBy.FORMER)), "not be above"),
        (Edit(stock=StockEdit(StockBy.ADD, -11)), "Fewer than none of “Flask” would be left"),
        (Edit(shelf=ShelfEdit(ShelfBy.ADD, 987654)), "This category is gone"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(edit: Edit, words: str) -> None:
    assert words in refused(edit, product("Flask"))


def test_nothing_chosen_is_said() -> None:
    assert "Choose at least one" in refused(percent("1"))


def test_what_has_nothing_to_sell_is_not_published() -> None:
    flask = product("Flask", variant(offered=False), status=Status.DRAFT)
    assert "nothing that could be sold" in refused(Edit(status="published"), flask)


def test_amounts_are_of_one_currency_and_percentages_of_any() -> None:
    products = [product("Flask"), product("Dish", variant(1000, currency="EUR"))]
    assert "prices in EUR, USD" in refused(Edit(price=PriceEdit(PriceBy.SET, Decimal(5))), *products)
    done(percent("10"))
    assert prices() == [1100, 1100]


def test_there_is_a_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST", 1)
    assert "At most 1 products" in refused(percent("1"), product("Flask"), product("Dish"))


# -- rounding


@pytest.mark.parametrize(
    ("price", "currency", "number", "rounding", "after"),
    [
        (1023, "USD", "0.05", Rounding.COIN, 1024),  # 10.235 less a hair
        (1000, "USD", "2.35", Rounding.COIN, 1024),  # 10.235
        (1023, "USD", "0", Rounding.FIVE, 1025),
        (1049, "USD", "0", Rounding.WHOLE, 1000),
        (1050, "USD", "0", Rounding.WHOLE, 1100),
        (1023, "USD", "0", Rounding.NINE, 999),
        (1050, "USD", "0", Rounding.NINE, 1099),
        (3, "USD", "0", Rounding.NINE, 99),
        (0, "USD", "0", Rounding.NINE, 0),
        (1005, "JPY", "10", Rounding.NINE, 1106),  # 1105.5 yen, which have no smaller coin
        (1005, "JPY", "10", Rounding.FIVE, 1105),
        (12345, "KWD", "0", Rounding.WHOLE, 12000),
    ],
)
def test_a_price_ends_as_the_rule_says(price: int, currency: str, number: str, rounding: Rounding, after: int) -> None:
    edit = PriceEdit(PriceBy.PERCENT, Decimal(number), rounding)
    assert amounts.priced(price, currency, edit) == after


_STEP = {Rounding.COIN: 1, Rounding.FIVE: 5, Rounding.WHOLE: 100, Rounding.NINE: 100}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(100, 10**9), st.decimals(-50, 200, places=2), st.sampled_from(Rounding))
def test_no_rule_moves_a_price_further_than_half_a_step(price: int, number: Decimal, rounding: Rounding) -> None:
    exact = Decimal(price) * (100 + number) / 100
    after = amounts.priced(price, "USD", PriceEdit(PriceBy.PERCENT, number, rounding))
    if rounding is Rounding.NINE and exact < 99:
        assert after == 99
    else:
        assert abs(after - exact) * 2 <= _STEP[rounding]
    assert (after + (rounding is Rounding.NINE)) % _STEP[rounding] == 0


# -- taking it back


def test_taken_back_everything_is_as_before() -> None:
    glass, plastic = category("Glass"), category("Plastic")
    product("Flask", *sizes(("50 mL", 1000, 1), ("1 L", 2000, 1)), option1_name="Volume", categories=(glass,))
    product("Dish", variant(stock=4), vendor="Ashlar", status=Status.DRAFT)
    before, found = everything(), [card.title for card in search("ashlar").page.cards]
    run = done(
        Edit(
            price=PriceEdit(PriceBy.PERCENT, Decimal(-10), Rounding.NINE),
            compare=CompareEdit(CompareBy.FORMER),
            stock=StockEdit(StockBy.SET, 9),
            shelf=ShelfEdit(ShelfBy.ONLY, plastic.pk),
            status="published",
            maker="Corbel",
        )
    )
    assert everything() != before

    undone = back.take_back(run, MIA)

    assert undone is not None
    assert (undone.restored, undone.stayed) == (2, ())
    assert everything() == before
    assert [card.title for card in search("ashlar").page.cards] == found
    assert [move.change for move in StockMove.objects.order_by("pk")] == [8, 8, 5, -8, -8, -5]
    run.refresh_from_db()
    assert (run.state, run.counts) == (RunState.UNDONE, {"restored": 2, "left": 0})


def test_what_was_sold_and_changed_since_stays_so() -> None:
    flask = product("Flask", variant(1000, stock=1))
    run = done(Edit(price=PriceEdit(PriceBy.SET, Decimal(8)), stock=StockEdit(StockBy.ADD, 5), maker="Corbel"))
    one = only_variant(flask)
    stock.reserve(one.pk, 4)
    Variant.objects.filter(pk=one.pk).update(price=777)

    undone = back.take_back(run, MIA)

    assert undone is not None
    assert undone.stayed == (("Flask", "“price” was changed since."),)
    one.refresh_from_db()
    flask.refresh_from_db()
    assert (one.price, one.stock, flask.vendor) == (777, 0, "")


def test_it_is_taken_back_once() -> None:
    product("Flask", variant(1000))
    run = done(percent("10"))
    assert back.take_back(run, MIA) is not None
    assert back.take_back(run, MIA) is None
    assert prices() == [1000]


def test_a_product_that_is_gone_is_named_and_the_others_are_as_before() -> None:
    flask, _dish = product("Flask"), product("Dish")
    run = done(percent("10"))
    flask.delete()
    undone = back.take_back(run, MIA)
    assert undone is not None
    assert (undone.restored, len(undone.stayed)) == (1, 1)
    assert prices() == [1000]


# -- choosing, and what it costs


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Filter(), ["Dish", "Flask", "Tube"]),
        (Filter(text="FL"), ["Flask"]),
        (Filter(text="t-1"), ["Tube"]),
        (Filter(status="draft"), ["Dish"]),
        (Filter(maker="Corbel"), ["Flask", "Tube"]),
        (Filter(maker="Corbel", text="tube"), ["Tube"]),
    ],
)
def test_products_are_chosen_by_a_filter(wanted: Filter, titles: Sequence[str]) -> None:
    product("Flask", vendor="Corbel")
    product("Tube", variant(sku="T-1"), variant(sku="T-10", option1="x"), vendor="Corbel")
    product("Dish", status=Status.DRAFT)
    assert [each.title for each in choosing.fitting(wanted)] == titles
    assert choosing.makers() == ["Corbel"]


def test_a_hundred_products_cost_as_many_statements_as_ten() -> None:
    shelf = category()
    edit = Edit(
        price=PriceEdit(PriceBy.PERCENT, Decimal(1)),
        stock=StockEdit(StockBy.ADD, 1),
        shelf=ShelfEdit(ShelfBy.ADD, shelf.pk),
        maker="Corbel",
    )
    counts = []
    for many in (10, 100):
        Product.objects.all().delete()
        for number in range(many):
            product(f"Thing {number}")
        with statements() as sent:
            run = done(edit)
        counts.append(len(sent))
        with statements() as sent:
            back.take_back(run, MIA)
        counts.append(len(sent))
    assert counts[:2] == counts[2:]
