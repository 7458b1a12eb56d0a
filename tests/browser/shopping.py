"""What people do in the shop, in the words of its pages. Each step takes a visitor and leaves them on the next page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.mailbox import Mailbox
from tests.browser.visitor import Visitor
from tests.cast import PASSPHRASE, Customer

NUMBER = re.compile(r"/orders/(T-[^/]+)/")
GOODS = "beaker-set"


def fills_the_basket(who: Visitor, product: str = GOODS, quantity: int = 1) -> None:
    who.goes_to(f"/products/{product}/")
    who.page.get_by_label("Quantity").fill(str(quantity))
    who.presses("Add to basket").is_at("/basket/")


def goes_to_the_checkout(who: Visitor) -> None:
    who.goes_to("/basket/").follows("To the checkout").is_at("/checkout/")


def says_who_and_where(who: Visitor, customer: Customer, *, carrier: str = "UPS", news: bool = False) -> None:
    who.writes(name=customer.name, email=customer.email, telephone=customer.telephone)
    delivers_to(who, customer)
    who.page.get_by_role("radio", name=re.compile(carrier)).check()
    if news:
        who.named("newsletter").check()


def delivers_to(who: Visitor, customer: Customer) -> None:
    fills_in_the_address(who, customer, "delivery-")


def fills_in_the_address(who: Visitor, customer: Customer, prefix: str = "") -> None:
    """Every line that the country's address has; they come when the country is chosen."""
    country = who.named(f"{prefix}country")
    if country.input_value() != customer.country:
        with who.page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
            country.select_option(customer.country)
        expect(who.named(f"{prefix}street_address")).to_be_visible()
    for line, words in customer.address.items():
        field = who.page.locator(f'main [name="{prefix}{line}"]')
        if line in ("name", "country") or field.count() == 0:
            continue
        if line == "region" and prefix == "delivery-":
            chooses_the_region(who, field, words)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)


def chooses_the_region(who: Visitor, field: Locator, words: str) -> None:
    """The sum follows it: some states tax what is delivered there."""
    if field.input_value() == words:
        return
    with who.page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        field.select_option(words)


def accepts_the_terms(who: Visitor) -> None:
    """By hand: the box is never ticked in advance."""
    box = who.page.get_by_role("checkbox", name="terms of sale")
    expect(box).not_to_be_checked()
    box.check()


def orders(who: Visitor) -> None:
    accepts_the_terms(who)
    who.presses("Order and pay").is_at("/practice/till/")


def pays(who: Visitor) -> str:
    """The order's number."""
    who.presses(re.compile("^Pay")).is_at("/orders/")
    return number_of(who)


def number_of(who: Visitor) -> str:
    found = NUMBER.search(who.page.url)
    assert found, who.page.url
    return found.group(1)


def buys_as_a_guest(who: Visitor, customer: Customer, product: str = GOODS, **how: object) -> str:
    fills_the_basket(who, product)
    goes_to_the_checkout(who)
    says_who_and_where(who, customer, **how)  # type: ignore[arg-type]
    orders(who)
    return pays(who)


def signs_up(who: Visitor, customer: Customer, mailbox: Mailbox) -> None:
    """Open an account and confirm the address; signed in afterwards."""
    who.goes_to("/account/signup/")
    who.writes(email=customer.email, password1=PASSPHRASE, name=customer.name)
    who.chooses("country", customer.country)
    who.shows("sign-up").presses("Open an account").shows("look-into-your-mailbox")
    letter = mailbox.waits_for("confirm")
    who.goes_to(letter.link("/account/confirm/")).shows("confirm").presses("Yes, this is my address")
    who.is_at("/account/")


def signs_in(who: Visitor, address: str, passphrase: str = PASSPHRASE, then: str = "/account/") -> None:
    tries_to_sign_in(who, address, passphrase, then)
    # The log-in's own address begins like the account's.
    who.page.wait_for_url(re.compile(rf"^{re.escape(who.shop + then)}(?!login/)"))


def tries_to_sign_in(who: Visitor, address: str, passphrase: str = PASSPHRASE, then: str = "/account/") -> None:
    who.goes_to(f"/account/login/?next={then}").writes(login=address, password=passphrase).presses(
        re.compile("^Sign in$")
    )


def enters_by_link(who: Visitor, mailbox: Mailbox) -> None:
    """My privacy as a guest: by the link that comes to the mailbox."""
    who.goes_to("/my/privacy/").writes(email=mailbox.address).shows("two-doors").presses("Send me the link")
    who.sees("Look into your mailbox")
    letter = mailbox.waits_for("your data at")
    who.goes_to(letter.link("/my/privacy/enter/")).shows("the-link").presses("Open my privacy page").is_at(
        "/my/privacy/"
    )
