"""Every page as everybody meets it: readable by everyone, on every screen, quiet towards others, with no cookie but the declared."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.browser.visitor import Visitor
from tests.cast import ADA

pytestmark = pytest.mark.browser

LOOKING = [
    "/",
    "/products/",
    "/products/?sort=price",
    "/products/filter-tips/",
    "/categories/glassware/",
    "/search/?q=flask",
    "/search/?q=zzzz",
    "/basket/",
    "/privacy/",
    "/privacy/data/",
    "/privacy/cookies/",
    "/privacy/figures/",
    "/films/",
    "/practice/outbox/",
    "/nowhere/",
]
FORMS = [
    "/checkout/",
    "/my/privacy/",
    "/account/login/",
    "/account/signup/",
    "/account/password/forgotten/",
]
ACCOUNT = [
    "/account/",
    "/account/details/",
    "/account/addresses/",
    "/account/addresses/add/",
    "/account/email/",
    "/account/password/",
    "/account/sessions/",
    "/account/security/",
    "/account/security/passkeys/",
    "/account/logout/",
    "/account/once-more/",
    "/orders/",
]
MY_PRIVACY = [
    "/my/privacy/",
    "/my/privacy/data/",
    "/my/privacy/uses/",
    "/my/privacy/choices/",
    "/my/privacy/copy/",
    "/my/privacy/processing/",
    "/my/privacy/account/",
    "/my/privacy/erase/",
]
OFFICE = {
    "Order desk": [
        "/office/",
        "/office/orders/",
        "/office/orders/?shelf=all",
        "/office/orders/views/",
        "/office/snippets/catalog/product/",
    ],
    "Customer service": ["/office/", "/office/orders/?shelf=all", "/office/people/"],
    "Marketing": [
        "/office/",
        "/office/orders/?shelf=all",
        "/office/people/",
        "/office/images/",
        "/office/figures/visitors/",
        "/office/partners/",
    ],
    "Privacy officer": ["/office/", "/office/people/", "/office/staff/", "/office/staff/invite/"],
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults_of(who: Visitor, paths: list[str], width: int = 1280) -> Iterator[str]:
    """What axe finds on each page, and what does not fit on a telephone."""
    for path in paths:
        who.page.set_viewport_size({"width": width, "height": 900})
        who.goes_to(path).shows(path.strip("/").replace("/", "-") or "home")
        yield from (f"{path}: {found}" for found in _axe(who))
        who.page.set_viewport_size({"width": 320, "height": 700})
        if not who.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            yield f"{path}: scrolls sideways at 320 px"


def _axe(who: Visitor) -> list[str]:
    found = Axe().run(who.page, options=RULES).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]


@pytest.fixture(scope="module")
def declared(shop: PracticeShop) -> set[str]:
    return set(json.loads(shop.troth("policy", "export", "--format", "json"))["rules"]["cookies"])


def test_what_everybody_sees(visits: Visits) -> None:
    """Looking around takes no cookie at all; a form takes the one that protects it."""
    who = visits(reduced_motion="reduce")
    assert list(faults_of(who, LOOKING)) == []
    assert who.context.cookies() == []
    assert list(faults_of(who, FORMS)) == []
    assert {cookie["name"] for cookie in who.context.cookies()} == {"csrftoken"}


def test_what_everybody_sees_on_a_telephone_in_the_dark(visits: Visits) -> None:
    who = visits(color_scheme="dark", reduced_motion="reduce", has_touch=True)
    assert list(faults_of(who, [*LOOKING, *FORMS], width=320)) == []


def test_what_a_guest_sees(visits: Visits, declared: set[str], mailbox_of: Callable[[str], Mailbox]) -> None:
    customer, who = replace(ADA, email="ada.marlowe+pages@example.com"), visits(reduced_motion="reduce")
    shopping.fills_the_basket(who)
    assert list(faults_of(who, ["/basket/", "/checkout/"])) == []
    who.page.set_viewport_size({"width": 1280, "height": 900})
    shopping.goes_to_the_checkout(who)
    shopping.says_who_and_where(who, customer)
    shopping.orders(who)
    till = who.path
    assert list(faults_of(who, [till])) == []
    number = shopping.pays(who)
    shopping.enters_by_link(who, mailbox_of(customer.email))
    letter = mailbox_of(customer.email).waits_for(number)
    assert list(faults_of(who, [f"/orders/{number}/", *MY_PRIVACY, letter.path, letter.link("/orders/")])) == []
    assert {cookie["name"] for cookie in who.context.cookies()} <= declared
    assert who.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_a_customer_sees(visits: Visits, shop: PracticeShop, declared: set[str]) -> None:
    who = visits(reduced_motion="reduce")
    shopping.signs_in(who, *shop.people["Customer"])
    assert list(faults_of(who, [*ACCOUNT, *MY_PRIVACY])) == []
    assert {cookie["name"] for cookie in who.context.cookies()} <= declared
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in who.context.cookies())


@pytest.mark.parametrize("job", OFFICE)
def test_what_somebody_in_the_office_sees(job: str, visits: Visits, shop: PracticeShop, declared: set[str]) -> None:
    who = visits(reduced_motion="reduce")
    shopping.signs_in(who, *shop.people[job], then="/office/")
    assert list(faults_of(who, OFFICE[job])) == []
    assert {cookie["name"] for cookie in who.context.cookies()} <= declared
