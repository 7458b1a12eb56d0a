"""What can go wrong while buying, and that it is said kindly and costs nobody anything."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.visitor import Visitor
from tests.cast import ADA, Customer

pytestmark = pytest.mark.browser


def somebody(name: str) -> Customer:
    return replace(ADA, email=f"ada.marlowe+{name}@example.com")


def comes_to_the_till(who: Visitor, customer: Customer, product: str = shopping.GOODS) -> None:
    shopping.fills_the_basket(who, product)
    shopping.goes_to_the_checkout(who)
    shopping.says_who_and_where(who, customer)
    shopping.orders(who)


def test_a_declined_card_can_be_tried_again(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    customer, ada = somebody("declined"), visits()
    comes_to_the_till(ada, customer)
    ada.presses("Let the card be declined").is_at("/orders/").sees("Not paid yet").shows("declined")
    ada.presses(re.compile("^Pay")).is_at("/practice/till/")
    shopping.pays(ada)
    ada.sees("Thank you. It is paid").shows("paid-after-all")
    assert mailbox_of(customer.email).waits_for("payment received")


def test_who_leaves_the_till_is_charged_nothing_and_can_come_back(visits: Visits) -> None:
    ada = visits()
    comes_to_the_till(ada, somebody("left"))
    ada.presses("Leave without paying").is_at("/orders/").sees("Nothing was charged", "Not paid yet").shows("left")
    ada.presses(re.compile("^Pay")).is_at("/practice/till/")
    shopping.pays(ada)
    ada.sees("Thank you. It is paid")


def test_pressing_twice_orders_once(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    customer, ada = somebody("twice"), visits()
    shopping.fills_the_basket(ada)
    shopping.goes_to_the_checkout(ada)
    shopping.says_who_and_where(ada, customer)
    shopping.accepts_the_terms(ada)
    ada.page.get_by_role("button", name="Order and pay").dblclick()
    ada.is_at("/practice/till/")
    shopping.pays(ada)
    mailbox = mailbox_of(customer.email)
    mailbox.waits_for("payment received")
    assert len([subject for _path, subject in mailbox.letters() if subject.startswith("Your order")]) == 1


def test_going_back_after_paying_orders_nothing_again(visits: Visits) -> None:
    ada = visits()
    comes_to_the_till(ada, somebody("back"))
    number = shopping.pays(ada)
    ada.page.go_back()
    ada.sees("There is nothing more to do here").shows("back-at-the-till").follows("Back to the shop").sees(number)
    ada.goes_to("/checkout/").sees("There is nothing to order yet").shows("checkout-after-paying")


def test_where_nothing_may_be_sent_the_reason_is_said_before_anything_is_asked(visits: Visits) -> None:
    ada = visits()
    shopping.fills_the_basket(ada)
    shopping.goes_to_the_checkout(ada)
    ada.chooses("delivery-country", "KP")
    ada.sees("We may not send there", "North Korea").shows("embargo")
    assert ada.page.locator("#methods .chip--clause").inner_text().strip(" §\n") == "1.5.embargo"
    expect(ada.page.get_by_role("button", name="Order and pay")).to_have_count(0)


def test_the_last_ones_go_to_whoever_orders_first(visits: Visits) -> None:
    slow, quick = visits("slow"), visits("quick")
    for who in (slow, quick):
        who.goes_to("/products/adjustable-pipette/").page.get_by_label("100–1000 µL").check()
        who.page.get_by_label("Quantity").fill("2")
        who.presses("Add to basket").is_at("/basket/")
        shopping.goes_to_the_checkout(who)
        shopping.says_who_and_where(who, somebody(who.walk[-4:]))
    shopping.orders(quick)
    shopping.pays(quick)
    shopping.accepts_the_terms(slow)
    slow.presses("Order and pay").is_at("/basket/").sees("Sold out. Please take it out.").shows("too-late")
    quick.goes_to("/products/adjustable-pipette/").shows("sold-out")
    expect(quick.page.locator("label.pill--out")).to_contain_text("100–1000 µL")
