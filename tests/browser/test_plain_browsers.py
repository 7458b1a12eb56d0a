"""Browsers that run no scripts, and hands that use no mouse."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import my_privacy, shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.visitor import Visitor
from tests.cast import ADA, BEN

pytestmark = pytest.mark.browser


def test_everything_works_without_script(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    customer = replace(BEN, email="ben.prahl+noscript@example.de")
    mailbox, ben = mailbox_of(customer.email), visits(java_script_enabled=False)
    shopping.fills_the_basket(ben, "microtubes")
    shopping.goes_to_the_checkout(ben)
    ben.writes(name=customer.name, email=customer.email)
    ben.chooses("delivery-country", "DE").presses("Fit the fields").shows("other-country")
    ben.writes(
        delivery__organization=customer.organization,
        delivery__street_address=customer.street_address,
        delivery__postcode=customer.postcode,
        delivery__locality=customer.locality,
    )
    ben.page.get_by_role("radio", name=re.compile("UPS")).check()
    ben.shows("filled-in")
    shopping.orders(ben)
    number = shopping.pays(ben)
    ben.sees("Thank you. It is paid")
    ben.goes_to(mailbox.waits_for(number).link("/orders/")).presses("Open my order").sees(customer.street_address)
    shopping.enters_by_link(ben, mailbox)
    my_privacy.says(ben, "newsletter", "Yes")
    ben.goes_to("/my/privacy/uses/").sees("You said yes: we may use your data to send you our newsletter").shows(
        "timeline"
    )
    my_privacy.is_erased(ben)


def test_without_script_a_tax_is_shown_before_anything_is_ordered(visits: Visits) -> None:
    """Nothing fetches the sum again when the state is chosen, so the first press of the button shows it."""
    ada = visits(java_script_enabled=False)
    shopping.fills_the_basket(ada, "microtubes")
    shopping.goes_to_the_checkout(ada)
    summed = ada.page.locator("#summary .summary__line:visible")
    expect(summed.filter(has_text="Taxes")).to_contain_text("by state")
    ada.writes(name=ADA.name, email="ada.marlowe+untaxed@example.com")
    for line, words in ADA.address.items():
        if line == "region":
            ada.chooses("delivery-region", words)
        elif line in ("street_address", "locality", "postcode"):
            ada.named(f"delivery-{line}").fill(words)
    shopping.accepts_the_terms(ada)
    ada.presses("Order and pay").is_at("/checkout/").sees("Nothing has been ordered yet")
    expect(summed.filter(has_text="Massachusetts sales tax 6.25%")).to_have_count(1)
    expect(ada.page.get_by_role("checkbox", name="terms of sale")).to_be_checked()
    ada.shows("with-tax").presses("Order and pay").is_at("/practice/till/")


def test_everything_works_without_a_mouse(visits: Visits) -> None:
    ada = visits()
    ada.goes_to("/products/microtubes/")
    reaches(ada, ada.page.get_by_role("button", name="Add to basket")).press("Enter")
    ada.is_at("/basket/")
    reaches(ada, ada.page.get_by_role("link", name="To the checkout")).press("Enter")
    ada.is_at("/checkout/")
    for name, words in {"name": ADA.name, "email": "ada.marlowe+keys@example.com"}.items():
        types(ada, name, words)
    types(ada, "delivery-street_address", ADA.street_address)
    types(ada, "delivery-locality", ADA.locality)
    types(ada, "delivery-region", "Mass")
    types(ada, "delivery-postcode", ADA.postcode)
    reaches(ada, ada.page.locator('[name="method"]:checked')).press("ArrowDown")
    reaches(ada, ada.page.get_by_role("checkbox", name="terms of sale")).press("Space")
    ada.shows("by-keyboard")
    reaches(ada, ada.page.get_by_role("button", name="Order and pay")).press("Enter")
    ada.is_at("/practice/till/")
    reaches(ada, ada.page.get_by_role("button", name=re.compile("^Pay"))).press("Enter")
    ada.is_at("/orders/").sees("Thank you. It is paid", "by UPS")


# It, or the label around it, has an outline or a shadow.
_RINGED = """one => [one, one.closest("label"), one.closest("form")].some((each) => {
  const style = each && getComputedStyle(each);
  return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
})"""


def types(who: Visitor, name: str, words: str) -> None:
    reaches(who, who.named(name)).press_sequentially(words)


def reaches(who: Visitor, wanted: Locator) -> Locator:
    """Press the tab key until it has the focus, and see that the focus can be seen."""
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate(_RINGED), "the focus cannot be seen"
            return wanted
        who.page.keyboard.press("Tab")
    raise AssertionError(f"the tab key never comes to {wanted}")
