"""From the card to the refund: a stranger pays at Stripe, UPS brings it, one thing goes back, and everybody tells the same
story.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.inquiry import Inquiry
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.browser.story import Line, of_the_office, of_the_order, told_to_the_customer
from tests.browser.test_staff_at_work import comes_to_work
from tests.browser.trading import Trading, trading
from tests.browser.visitor import Visitor
from tests.cast import ADA, Customer
from tests.doubles.carrier_line import Heard
from tests.doubles.stripe.books import GOOD

pytestmark = pytest.mark.browser

BUYER = replace(ADA, email="ada.marlowe+card@example.com")
FORGED = replace(ADA, email="ada.marlowe+forged@example.com")
PAYER = replace(
    ADA,
    name="Brigid Payne-Ledger",
    street_address="7 Kontor Row",
    locality="Albany",
    postcode="12207",
    region="NY",
    organization="Payne Ledger LLC",
)
KEPT, BACK = "beaker-set", "microtube-rack"
WORTH = 892  # cents: $8.40, and 52 of the 224 cents of tax, by the share of 840 in 3590
STORY = [
    "Order placed",
    "Paid",
    "Packed",
    "Handed to the carrier",
    "Delivered",
    "Return asked for",
    "Return agreed to",
    "The return arrived",
    "Return settled: its money goes back",
    "Refund asked for",
    "A part of the money given back",
]
PAPERS = ["Invoice made", "Credit note made"]  # in their own time, in the background
# What people are written to about, by the words of the letter's subject.
WRITTEN = {
    "Order placed": "Your order",
    "Paid": "payment received",
    "Handed to the carrier": "is on its way",
    "Delivered": "was delivered",
    "Return agreed to": "how to send it back",
    "Return settled: its money goes back": "$8.92 on their way back to you",
}


@pytest.fixture(scope="module")
def market() -> Iterator[Trading]:
    with trading() as one:
        yield one


@pytest.fixture(scope="module")
def shop(market: Trading) -> PracticeShop:
    return market.shop


@pytest.fixture(scope="module")
def inquiry(shop: PracticeShop) -> Iterator[Inquiry]:
    with Inquiry(shop) as one:
        yield one


def test_from_the_card_to_the_refund_everybody_tells_the_same_story(
    market: Trading, visits: Visits, mailbox_of: Callable[[str], Mailbox], inquiry: Inquiry
) -> None:
    ada, mailbox = visits("customer"), mailbox_of(BUYER.email)
    ada.pays_at = market.stripe.address
    number = buys_with_a_card(ada, BUYER)
    ada.sees("It is paid", number).shows("paid")
    stripe_was_told_the_address_of_the_receipt_alone(market)

    olga = comes_to_work(visits("order-desk"), market.shop, "Order desk", f"/office/orders/{number}/")
    tracking = makes_the_label_and_sends_it(olga, number)
    ups_was_told_what_the_policy_grants_and_no_more(market, inquiry.granted("fulfil_order", "ups"), tracking)
    market.ups.steps[tracking] = "delivered"
    assert inquiry.looks_after(tracking)

    letter = mailbox.waits_for(f"Your order {number}")
    ada.goes_to(letter.link("/orders/")).presses("Open my order").sees("Delivered")
    asks_to_send_the_rack_back(ada)
    is_agreed_to_unpacked_and_refunded(olga, number)
    mailbox.waits_for("on their way back")
    comes_to_say(olga.goes_to(f"/office/orders/{number}/"), "Credit note made")
    [refund] = market.stripe.books.all("refund")
    assert (refund["amount"], refund["currency"], refund["status"]) == (WORTH, "usd", "succeeded")

    olga.shows("story")
    ada.goes_to(f"/orders/{number}/").shows("story")
    in_the_office, on_the_order = of_the_office(olga), of_the_order(ada)
    assert in_the_office == on_the_order
    happened = [each.what for each in in_the_office]
    assert [what for what in happened if what not in PAPERS] == STORY
    assert [what for what in happened if what in PAPERS] == PAPERS
    for subject in WRITTEN.values():  # letters leave in the background, each in its own time
        mailbox.waits_for(subject)
    letters = [subject for _path, subject in mailbox.letters()]
    shopping.enters_by_link(ada, mailbox)
    lines = told_to_the_customer(ada, number)
    ada.shows("my-privacy")
    my_privacy_tells_the_same(lines, {each.what: each.at for each in in_the_office}, letters)


def comes_to_say(who: Visitor, words: str, tries: int = 60) -> Visitor:
    """What is done in the background stands on a page some seconds later."""
    while tries and words not in who.page.locator("main").inner_text():
        who.page.wait_for_timeout(1_000)
        who.page.reload()
        tries -= 1
    return who.sees(words)


def buys_with_a_card(who: Visitor, customer: Customer, card: str = GOOD) -> str:
    """Two things, with the invoice to somebody else. The order's number, back on its page."""
    shopping.fills_the_basket(who, KEPT)
    shopping.fills_the_basket(who, BACK)
    shopping.goes_to_the_checkout(who)
    shopping.says_who_and_where(who, customer, carrier="UPS")
    who.named("billing_differs").check()
    shopping.fills_in_the_address(who, PAYER, "billing-")
    who.writes(billing__name=PAYER.name)
    shopping.accepts_the_terms(who)
    who.shows("checkout").presses("Order and pay")
    who.page.wait_for_url(re.compile(r"^http://127\.0\.0\.1:\d+/c/pay/"))
    who.shows("at-the-provider")
    who.page.get_by_label("Card number").fill(card)
    who.page.get_by_label("Expiry date").fill("12 / 30")
    who.page.get_by_label("Security code").fill("123")
    who.presses("Pay").is_at("/orders/")
    return shopping.number_of(who)


def makes_the_label_and_sends_it(olga: Visitor, number: str) -> str:
    """The number it goes by. The label is a document of its own, in the page and nowhere else."""
    olga.shows("order").presses("It is packed").sees("Packed").shows("packed")
    olga.presses(re.compile("Book with UPS")).sees("Booked").shows("label")
    label = olga.page.get_by_role("link", name="Download the label").get_attribute("href") or ""
    kind, _comma, coded = label.partition(",")
    assert kind == "data:application/pdf;base64"
    assert base64.b64decode(coded).startswith(b"%PDF-")
    return olga.page.locator(".office-tracking").inner_text()


def asks_to_send_the_rack_back(ada: Visitor) -> None:
    ada.page.get_by_text("Send something back").click()
    rack = ada.page.get_by_role("group", name=re.compile("Microtube rack"))
    rack.get_by_label(re.compile("How many")).fill("1")
    ada.shows("asking").presses("Ask to send it back").sees("Return asked for").shows("asked")


def is_agreed_to_unpacked_and_refunded(olga: Visitor, number: str) -> None:
    olga.goes_to(f"/office/orders/{number}/").sees("Microtube rack").shows("asked")
    olga.presses("Agree").sees("A mail tells the customer how to send it").shows("agreed")
    olga.page.get_by_text("It has arrived …").click()
    olga.page.get_by_label("Back on the shelf").fill("1")
    olga.shows("unpacking").presses("Unpacked").sees("1 back on the shelf").shows("unpacked")
    olga.presses(re.compile("^Give back")).sees("on its way back").shows("given-back")


def stripe_was_told_the_address_of_the_receipt_alone(market: Trading) -> None:
    [(_, _, opened, _)] = [asked for asked in market.stripe.requests if asked[:2] == ("POST", "/v1/checkout/sessions")]
    assert opened["customer_email"] == BUYER.email
    wire = json.dumps([asked[2] for asked in market.stripe.requests])
    assert not [mark for who in (BUYER, PAYER) for mark in marks(who) if mark in wire.replace(BUYER.email, "")]


def ups_was_told_what_the_policy_grants_and_no_more(
    market: Trading, grant: dict[str, list[str]], tracking: str
) -> None:
    """The bytes as they came over the wire: to whom it goes is the grant, and nowhere else is a word about anybody."""
    typed = {"order_contact": vars_of(BUYER), "order_delivery": BUYER.address}
    granted = {typed[kind].get(field, "") for kind, known in grant.items() for field in known} - {""}
    [booked] = [heard for heard in market.ups.heard if heard.path.endswith("/ship")]
    shipment = booked.told["ShipmentRequest"]["Shipment"]
    assert set(values(shipment.pop("ShipTo"))) == granted
    rest = [json.dumps(shipment), *(as_text(heard) for heard in market.ups.heard if heard is not booked)]
    assert not [mark for who in (BUYER, PAYER) for mark in marks(who) for wire in rest if mark in wire]
    assert tracking in market.ups.labels


def my_privacy_tells_the_same(lines: list[Line], happened: dict[str, Any], letters: list[str]) -> None:
    """Each thing that happened with the customer's data stands on both sides, in the same order, with clause and order."""
    assert all(line.clause for line in lines)
    outside = [line for line in lines if line.what.startswith("We told")]
    assert [line.what.partition(":")[0] for line in outside] == ["We told Stripe", "We told UPS"]
    assert [line.clause for line in outside] == ["2a.billing", "2a.fulfil"]
    assert all(f"{line.what.partition(':')[0].replace('We', 'What we')} was received" in line.more for line in outside)
    given = next(line for line in lines if line.what == "You gave us: where an order goes.")
    to_stripe, to_ups = (line.at for line in outside)
    assert given.at <= happened["Order placed"] <= to_stripe <= happened["Paid"]
    assert happened["Packed"] <= to_ups <= happened["Handed to the carrier"] <= happened["Delivered"]

    written = [line for line in lines if line.what == "We wrote to you by e-mail."]
    about = [subject for subject in reversed(letters) if "Your data" not in subject]
    assert len(written) == len(about) == len(WRITTEN), (written, about)
    for what, subject in WRITTEN.items():
        [place] = [place for place, each in enumerate(about) if subject in each]  # letters and lines in one order
        assert written[place].at >= happened[what], (what, about)
    assert {line.clause for line in written} == {"2a.communication", "2a.problem"}


def test_with_another_secret_nothing_is_believed_and_nothing_is_sent(
    market: Trading, visits: Visits, chromium: Browser, mailbox_of: Callable[[str], Mailbox]
) -> None:
    """The control: the same walk, with words that are signed by somebody else. The money was taken, and nobody knows."""
    booked, secrets = len(market.ups.labels), market.stripe.post.secrets
    market.stripe.post.secrets = ["whsec_" + "0" * 32]
    with chromium.new_context(locale="en-GB") as context:
        ada = Visitor(context, market.shop.url, "forged")
        number = buys_with_a_card(ada, FORGED)
        ada.sees("Not paid yet").shows("not-paid")
        # Nobody told this visitor where one pays: the whole page that went there is noticed, and is all that is.
        assert ada.complaints
        assert all(f"asked {market.stripe.address}/" in each for each in ada.complaints)
    assert next(market.stripe.books.all("payment_intent"))["status"] == "succeeded"
    olga = comes_to_work(visits("order-desk"), market.shop, "Order desk", f"/office/orders/{number}/")
    olga.sees("not paid").shows("not-paid")
    for act in ("It is packed", re.compile("Book with")):
        assert olga.page.get_by_role("button", name=act).count() == 0
    assert len(market.ups.labels) == booked
    assert not [subject for _, subject in mailbox_of(FORGED.email).letters() if "payment received" in subject]

    market.stripe.post.secrets = secrets
    market.stripe.post.deliver()
    olga.goes_to(f"/office/orders/{number}/").sees("It is packed")


def marks(who: Customer) -> tuple[str, ...]:
    """What would give somebody away, in whatever it is found."""
    return who.name, who.name.split()[-1], who.street_address, who.email, who.telephone.removeprefix("+")


def vars_of(who: Customer) -> dict[str, str]:
    return {"name": who.name, "email": who.email, "telephone": who.telephone}


def values(told: Any) -> Iterator[str]:
    """Every value of a request, whatever it is called."""
    if isinstance(told, dict):
        for each in told.values():
            yield from values(each)
    elif isinstance(told, list):
        for each in told:
            yield from values(each)
    else:
        yield str(told)


def as_text(heard: Heard) -> str:
    return f"{heard.path} {heard.headers} {heard.body.decode()}"
