"""The shop's own table of shipping: what it is seeded with, what it says, and how it changes under way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.orders.buying import basket_with, bought, order_by, tube, works_at_the_desk
from tests.orders.counting import questions
from troth import gate
from troth.channels.models import Message
from troth.ledger.models import Entry
from troth.orders import basket, carriers, desk, sent_by, shipping, shipping_file, shipping_rows, shown
from troth.orders.errors import CannotSend, PriceChanged
from troth.orders.models import Order, Parcel, SellingCurrency, ShippingMethod, ShippingZone
from troth.orders.place import place
from troth.orders.prices import beginning, book
from troth.orders.prices.rates import Place
from troth.orders.shipping_table import NotATable, Service, Table, Zone, steps
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

# What the program had written into its code before methods could be edited: by zone, up to 500 g, 2, 10 and 30 kg.
BEFORE = {
    "usps_standard": {
        "US": ((590, 890, 1490, 3900), (3, 5)),
        "CA": ((1450, 2200, 4400, 8900), (6, 10)),
        "DE": ((1650, 2900, 6400, 12900), (8, 14)),
        "JP": ((1850, 3400, 7900, 15900), (10, 20)),
    },
    "ups_tracked": {
        "US": ((990, 1390, 2290, 5400), (2, 3)),
        "CA": ((2400, 3300, 5900, 11900), (3, 5)),
        "DE": ((2900, 4200, 8400, 16900), (4, 6)),
        "JP": ((3400, 5200, 10900, 21900), (5, 8)),
    },
    "fedex_express": {
        "US": ((2490, 3290, 4990, 9900), (1, 1)),
        "CA": ((3900, 5200, 9400, 18900), (1, 2)),
        "DE": ((4400, 6200, 11900, 23900), (2, 3)),
        "JP": ((5200, 7400, 14900, 29900), (3, 5)),
    },
}
EDGES = {1: 0, 500: 0, 501: 1, 2_000: 1, 2_001: 2, 10_000: 2, 10_001: 3, 30_000: 3}
LIKE = {"PR": "US", "UM": "US", "MX": "CA", "NO": "DE", "XK": "DE", "AU": "JP", "KE": "JP"}


def method(code: str = "own", carrier: str = "", offered: bool = True, **zones: Any) -> ShippingMethod:
    """`zones`: countries → the steps, and what else a zone has."""
    row = ShippingMethod.objects.create(code=code, name=code.title(), carrier=carrier, offered=offered)
    for countries, told in (zones or {"home": {"steps": [[None, 490]]}}).items():
        ShippingZone.objects.create(method=row, countries=countries.replace("_", " ").replace("all", "*"), **told)
    return row


def told_outside() -> int:
    """How often somebody outside was told something."""
    return sum(json.loads(body)["verb"] == "disclose" for body in Entry.objects.values_list("body", flat=True))


def prices(country: str, grams: int) -> dict[str, int]:
    return {one.code: one.price for one in shipping.methods(country, grams)}


@pytest.fixture(params=["file", "store"])
def seeded(request: pytest.FixtureRequest) -> None:
    """As a shop begins, before and after its table is written down."""
    if request.param == "store":
        shipping_rows.begin()


def test_a_new_shop_has_the_prices_and_days_shops_had_before(seeded: None) -> None:
    for country in ("US", "CA", "DE", "JP", *LIKE):
        like = LIKE.get(country, country)
        for grams, place_of in EDGES.items():
            found = {one.code: (one.price, one.working, one.carrier) for one in shipping.methods(country, grams)}
            assert found == {
                code: (zones[like][0][place_of], zones[like][1], code.partition("_")[0])
                for code, zones in BEFORE.items()
            }, (country, grams)
        assert not shipping.methods(country, 30_001)
    assert [one.name for one in shipping.methods("US", 1)] == [
        "Standard, by USPS",
        "Tracked to the door, by UPS",
        "Express, by FedEx",
    ]
    assert [str(one.days) for one in shipping.methods("US", 1)] == [
        "3 to 5 working days",
        "2 to 3 working days",
        "next working day",
    ]


def test_an_older_shop_gets_its_table_when_it_is_next_started_and_only_then() -> None:
    SellingCurrency.objects.create(code="EUR", shipping_rate=1_000_000)  # its price book was written long ago
    assert len(prices("US", 300)) == 3
    beginning.begin()
    assert ShippingMethod.objects.count() == 3
    ShippingMethod.objects.get(code="usps_standard").delete()
    ShippingMethod.objects.filter(code="ups_tracked").get().zones.all().delete()
    beginning.begin()
    assert ShippingMethod.objects.count() == 2
    assert [*prices("US", 300)] == ["fedex_express"]


def test_a_shops_home_is_where_its_policy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    shipping_rows.begin()
    monkeypatch.setattr(book, "seller", lambda: Place("DE"))
    book._kept.clear()
    assert prices("DE", 300)["usps_standard"] == 590
    assert prices("FR", 300)["usps_standard"] == 1650
    assert prices("US", 300)["usps_standard"] == 1850, "which is far away from Germany"
    book._kept.clear()


def test_a_flat_rate_takes_any_weight_and_goes_nowhere_else() -> None:
    method()
    assert prices("US", 1) == prices("US", 900_000) == {"own": 490}
    assert prices("CA", 1) == {}


def test_a_method_switched_off_is_offered_to_nobody() -> None:
    method("off", offered=False)
    assert prices("US", 1) == {}


def test_methods_stand_in_the_order_the_shop_gives_them() -> None:
    dear = method("dear", home={"steps": [[None, 900]]})
    method("cheap")
    assert [*prices("US", 1)] == ["dear", "cheap"]
    dear.place = 200
    dear.save()
    assert [*prices("US", 1)] == ["cheap", "dear"]


def test_a_change_is_known_at_once_and_the_table_is_read_once() -> None:
    row = method()
    prices("US", 1)
    with questions() as asked:
        prices("US", 1)
    assert len(asked) == 1
    row.zones.get().delete()
    assert prices("US", 1) == {}


def test_a_basket_brings_along_all_the_table_needs() -> None:
    method()
    token = basket_with((tube(), 1))
    contents = basket.look(token)
    shipping.methods("US", 300, contents)
    with questions() as asked:
        assert shipping.methods("US", 300, contents)
    assert asked == []


@pytest.mark.parametrize(("border", "price"), [(1000, 0), (1001, 490), (999, 0), (None, 490)])
def test_it_is_free_from_the_very_value(border: int | None, price: int) -> None:
    method(home={"steps": [[None, 490]], "free_from": border})
    contents = basket.look(basket_with((tube(price=1000), 1)))
    [found] = shipping.methods("US", 300, contents)
    assert found.price == price
    assert prices("US", 300) == {"own": 490}, "a parcel alone has no value"


def test_in_another_currency_the_border_is_reckoned_as_sending_is() -> None:
    SellingCurrency.objects.create(code="JPY", shipping_rate=1_500_000)  # ¥15 for 10.00
    method(home={"steps": [[None, 490]], "free_from": 1000})
    from troth.catalog.money import Money

    assert [one.price for one in shipping.methods("US", 1, worth=Money(14, "JPY"))] == [490]
    assert [one.price for one in shipping.methods("US", 1, worth=Money(15, "JPY"))] == [0]


def test_who_buys_for_enough_pays_nothing_for_sending() -> None:
    method(home={"steps": [[None, 490]], "free_from": 2000})
    token = basket_with((tube(), 2))
    with pytest.raises(PriceChanged):  # 4.90 was what a smaller basket showed
        place(order_by(ADA, token))
    asked = order_by(ADA, token, method="own", price=0)
    assert Order.objects.get(pk=place(asked).order).shipping == 0


def test_a_method_switched_off_meanwhile_is_not_ordered() -> None:
    row = method()
    asked = order_by(ADA, basket_with((tube(), 1)))
    row.offered = False
    row.save()
    with pytest.raises(CannotSend):
        place(asked)


def test_an_order_keeps_its_methods_name_and_carrier_whatever_becomes_of_it() -> None:
    row = method("dhl_paket", carrier="ups")
    order = bought()
    row.delete()
    method("other")
    told = shown.of(Order.objects.get(pk=order.pk))
    assert (told.method, told.carrier) == ("Dhl_Paket", "ups")
    with questions() as asked:
        sent_by.of(order)
    assert asked == []


def test_an_order_from_before_the_table_is_known_by_its_code() -> None:
    order = bought()
    Order.objects.filter(pk=order.pk).update(method="ups_tracked", method_name="", carrier="", service="")
    known = sent_by.of(Order.objects.get(pk=order.pk))
    assert known == sent_by.SentBy("ups_tracked", "Tracked to the door, by UPS", "ups", "ups_tracked")
    assert sent_by.of(replace_method(order, "Post, from an earlier shop")) is None


def replace_method(order: Order, name: str) -> Order:
    order.method, order.method_name = name, ""
    return order


def test_what_the_shop_carries_itself_tells_nobody() -> None:
    method()
    olga, order = works_at_the_desk(), bought()
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    before = told_outside()
    sent = desk.send(order.number, olga)
    assert (sent.label, sent.tracking, sent.is_picture) == (b"", "", False)
    assert told_outside() == before
    assert Order.objects.get(pk=order.pk).status == Status.SHIPPED
    parcel = Parcel.objects.get()
    assert (parcel.carrier, parcel.look_at) == ("", None)
    assert Message.objects.filter(template="order_shipped").exists()
    desk.take_back(order.number, parcel.public_id, olga)
    assert Order.objects.get(pk=order.pk).status == Status.PACKED


def test_with_a_carrier_of_its_own_name_the_same_order_tells_them() -> None:
    method("parcel", carrier="ups")
    olga, order = works_at_the_desk(), bought()
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    before = told_outside()
    assert desk.send(order.number, olga).carrier == "ups"
    assert told_outside() == before + 1


def test_only_whom_the_policy_tells_addresses_can_carry() -> None:
    names = {name for name, _label in carriers.declared()}
    assert names == {"usps", "ups", "fedex"}
    assert "stripe" in gate.policy().recipients


WEIGHTS = st.lists(st.integers(1, 40_000), min_size=1, max_size=8, unique=True).map(sorted)


@given(WEIGHTS, st.data())
def test_a_heavier_parcel_never_costs_less_and_every_weight_has_one_price(weights: list[int], data: Any) -> None:
    amounts = sorted(data.draw(st.lists(st.integers(0, 99_999), min_size=len(weights), max_size=len(weights))))
    flat = data.draw(st.booleans())
    told: list[tuple[int | None, int]] = [*zip(weights, amounts, strict=True)]
    if flat:
        told[-1] = (None, told[-1][1])
    zone = Zone(frozenset({"*"}), (1, 2), steps(told))
    asked = sorted({1, *weights, *(weight + 1 for weight in weights), 50_000})
    found = [zone.price(grams) for grams in asked]
    known = [price for price in found if price is not None]
    assert known == sorted(known)
    assert found == known + [None] * (len(found) - len(known)), "once too heavy, always too heavy"
    if flat:
        assert None not in found


@given(st.lists(st.tuples(st.integers(-2, 50) | st.none(), st.integers(-2, 50)), max_size=5))
def test_steps_that_would_say_otherwise_are_refused(told: list[tuple[int | None, int]]) -> None:
    try:
        zone = Zone(frozenset({"*"}), (1, 2), steps(told))
    except NotATable:
        return
    found = [price for grams in range(60) if (price := zone.price(grams)) is not None]
    assert found == sorted(found)
    assert all(price >= 0 for price in found)


def test_a_named_country_comes_before_everywhere_else_and_home_before_its_name() -> None:
    one = Service(
        "a", "", "A", tuple(Zone(frozenset({name}), (1, 1), steps([(None, 1)])) for name in ("*", "DE", "home"))
    )
    found = [next(iter(zone.countries)) for country in ("DE", "FR") if (zone := one.zone(country, "DE"))]
    assert found == ["home", "*"]
    away = one.zone("DE", "US")
    assert away is not None
    assert away.countries == {"DE"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("methods: [", "not YAML"),
        ("methods: []", "a list of methods"),
        ("methods: [{code: Own}]", "Method 1 of shipping.yaml wants a 'code'"),
        ("methods: [{code: own, name: Own, speed: 3}]", "and nothing else"),
        ("methods: [{code: own, name: Own, zones: [{countries: home, days: [3, 1], prices: {any: 1}}]}]", "'days'"),
        (
            "methods: [{code: own, name: Own, zones: [{countries: home, days: [1, 3], prices: {9: 5, 10: 4}}]}]",
            "heavier",
        ),
        (
            "methods: [{code: own, name: Own, zones: [{countries: home, days: [1, 3], prices: {9: 5.5}}]}]",
            "whole numbers",
        ),
        ("methods: [{code: own, name: Own, words: {de: Eigen}, zones: [{}]}]", "Zone 1|'words'"),
        (
            "methods: [{code: own, name: Own, words: {de: Eigen}, zones: [{countries: home, days: [1, 3], prices: {any: 5}}]}]",
            "'words'",
        ),
        (
            "methods: [{code: own, name: Own, zones: [{countries: home, days: [1, 3], prices: {any: 5}, further: {XYZ: {}}}]}]",
            "by currencies",
        ),
        (
            "methods: [{code: own, name: Own, zones: [{countries: home, days: [1, 3], prices: {any: 5}, "
            "further: {EUR: {prices: {500: 4}}}}]}]",
            "end at the weight",
        ),
    ],
)
def test_a_file_that_cannot_be_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "shipping.yaml"
    path.write_text(text)
    with pytest.raises(shipping_file.NotMethods, match=said):
        shipping_file.read(path)


def test_a_file_may_have_words_and_prices_in_further_languages_and_currencies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shipping.yaml"
    path.write_text(
        "methods: [{code: own, name: Own, remark: Soon, words: {de: {name: Eigen, remark: Bald}}, zones: [{countries: home, "
        "days: [1, 3], prices: {any: 500}, free_from: 9000, further: {EUR: {prices: {any: 450}}, JPY: {free_from: 9}}}]}]"
    )
    told = shipping_file.read(path)
    monkeypatch.setattr(shipping_file, "table", lambda: Table(told))
    shipping_rows.begin()
    assert shipping_rows.table().services[0].words == {"de": "Eigen"}
    assert shipping_rows.table().services[0].remarks == {"de": "Bald"}
    (zone,) = shipping_rows.table().services[0].zones
    assert (zone.own(700, "EUR"), zone.own(700, "JPY"), zone.own_free_from("JPY")) == (450, None, 9)


def test_a_german_buyer_reads_the_seeded_names_in_german() -> None:
    from django.utils import translation

    with translation.override("de"):
        [first, *_rest] = shipping.methods("US", 300)
    assert first.name != "Standard, by USPS"
    assert first.plain == "Standard, by USPS"
    assert bought(BEN).method_name == "Standard, by USPS"
