"""What works with what somebody owns: shown with permission only, with an entry, and with the reason."""

from __future__ import annotations

import pytest
from django.db.models import F

from tests.cast import ADA, BEN
from tests.catalog import goods
from tests.visits.record.conftest import EVERYTHING, Browser
from troth import gate
from troth.catalog.models import Product, ProductWords, RelatedProduct, Relation
from troth.orders import bought, suggested
from troth.orders.models import Order, OrderLine

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HEADING = "For things you know"
PAGE = "/account/suggestions/"
SHOWN = "Why do I see this?"


def accessory(of: Product, other: Product, kind: Relation = Relation.ACCESSORY) -> None:
    RelatedProduct.objects.create(product=of, other=other, kind=kind)


def buys(browser: Browser, product: Product, status: str = "delivered") -> None:
    """An order of theirs in the books, without the way there."""
    party = gate.PartyId.random()
    told = {"order_contact": {"name": ADA.name, "email": ADA.email, "telephone": ADA.telephone}}
    gate.collect(browser.person, told, purpose="fulfil_order", source="checkout", party=party)
    order = Order.objects.create(
        number=f"T-{Order.objects.count()}", party=party, key_digest=party.hex, status=status,
        currency="USD", goods=900, shipping=0, total=900, method="standard",
    )  # fmt: skip
    OrderLine.objects.create(
        order=order, variant=goods.only_variant(product), title=product.title, quantity=1, price=900, total=900
    )


def uses(browser: Browser) -> list[gate.Line]:
    lines = gate.timeline(browser.person, actor=gate.the_person(browser.person))
    return [line for line in lines if line.purpose == "personalize"]


def test_what_works_with_a_thing_she_bought_is_shown_and_says_so(ada: Browser, flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    buys(ada, flask)
    page = ada.client.get(PAGE).content.decode()
    assert "Works with Erlenmeyer flask, which you bought." in page
    assert "Why do I see this?" in page
    assert [(line.verb, line.decision) for line in uses(ada)] == [("use", "allowed")]


def test_what_goes_with_a_thing_she_looked_at_comes_after_it(ada: Browser, flask: Product, ring: Product) -> None:
    stand = goods.product("Stand", goods.variant(500, sku="ST"))
    accessory(flask, ring)
    accessory(ring, stand, Relation.RELATED)
    buys(ada, flask)
    ada.opens(ring)
    found = suggested.suggested(ada.user.pk, browser=EVERYTHING)
    assert [(each.card.slug, each.along, each.bought) for each in found.suggestions] == [
        ("cork-ring", "Erlenmeyer flask", True),
        ("stand", "Cork ring", False),
    ]


def test_without_permission_nothing_is_read_and_the_page_says_so_kindly(flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    ben = Browser(BEN)
    buys(ben, flask)
    page = ben.client.get(PAGE).content.decode()
    assert SHOWN not in page
    assert "You see what everybody sees." in page
    assert "/my/privacy/looked-at/#personalize" in page
    assert uses(ben) == []

    ben.says("personalize", gate.State.GRANTED)
    assert SHOWN in ben.client.get(PAGE).content.decode()


def test_a_no_binds_at_once(ada: Browser, flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    buys(ada, flask)
    ada.client.post("/my/privacy/looked-at/word/", {"purpose": "personalize", "answer": "no"})
    assert SHOWN not in ada.client.get(PAGE).content.decode()


def test_the_gate_decides_not_the_page(
    ada: Browser, flask: Product, ring: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    accessory(flask, ring)
    buys(ada, flask)

    def refuse(*_args: object, **_told: object) -> None:
        raise gate.Refused("1.3.personal", "declined", "This is the reason.")

    monkeypatch.setattr(gate, "use", refuse)
    found = suggested.suggested(ada.user.pk, browser=EVERYTHING)
    assert found.suggestions == ()
    page = ada.client.get("/products/cork-ring/").content.decode()
    assert "<h1>Cork ring</h1>" in page
    assert "This is the reason." in page


def test_the_privacy_signal_keeps_pages_as_they_are_for_everybody(flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    ada = Browser(ADA, **{"sec-gpc": "1"})
    buys(ada, flask)
    assert SHOWN not in ada.client.get(PAGE).content.decode()


def test_on_a_product_page_it_suggests_others_and_nothing_she_has(ada: Browser, flask: Product, ring: Product) -> None:
    stand = goods.product("Stand", goods.variant(500, sku="ST"))
    accessory(flask, ring)
    accessory(flask, stand)
    buys(ada, flask)
    page = ada.opens(ring)
    assert HEADING in page
    section = page.split(HEADING)[1].split("Why do I see this?")[0]
    assert 'href="/products/stand/"' in section
    assert 'href="/products/cork-ring/"' not in section
    buys(ada, stand)
    assert HEADING not in ada.opens(ring)


@pytest.mark.parametrize("status", ["placed", "cancelled", "refunded", "abandoned"])
def test_what_was_never_kept_suggests_nothing(ada: Browser, flask: Product, ring: Product, status: str) -> None:
    accessory(flask, ring)
    buys(ada, flask, status)
    assert suggested.suggested(ada.user.pk, browser=EVERYTHING).suggestions == ()


def test_a_visitor_without_an_account_costs_no_query_for_it(flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    page = Browser().opens(flask)
    assert HEADING not in page
    assert "You see what everybody sees." not in page


def test_the_first_page_of_the_account_only_leads_there_and_uses_nothing(ada: Browser, flask: Product) -> None:
    buys(ada, flask)
    assert f'href="{PAGE}"' in ada.client.get("/account/").content.decode()
    assert uses(ada) == []


def test_somebody_who_has_nothing_is_told_so(ada: Browser) -> None:
    assert "Nothing yet" in ada.client.get(PAGE).content.decode()


def test_in_another_language_the_thing_she_has_is_named_in_it(ada: Browser, flask: Product, ring: Product) -> None:
    ProductWords.objects.create(product=flask, language="de", title="Erlenmeyerkolben")
    accessory(flask, ring)
    buys(ada, flask)
    assert "Erlenmeyerkolben" in ada.client.get(f"/de{PAGE}").content.decode()


def test_what_was_taken_out_of_an_order_again_suggests_nothing(ada: Browser, flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    buys(ada, flask)
    assert SHOWN in ada.client.get(PAGE).content.decode()
    OrderLine.objects.update(out=F("quantity"))
    assert SHOWN not in ada.client.get(PAGE).content.decode()


def test_nor_is_it_marked_as_bought(ada: Browser, flask: Product) -> None:
    buys(ada, flask)
    person = gate.person_of_account(ada.user.pk)
    assert person is not None
    assert bought.bought(person, flask.pk)
    OrderLine.objects.update(out=F("quantity"))
    assert not bought.bought(person, flask.pk)
