"""The crawl: every page type in every state of consent, and the policy equals what the browser kept and asked for.

The controls take every single cookie and service out of the policy, and put one more of each kind into a page.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import shopping
from tests.browser.crawler import Crawler, Seen
from tests.browser.declared import differences
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_every_page import ACCOUNT, FORMS, LOOKING, MY_PRIVACY
from tests.browser.visitor import Visitor
from tests.cast import ADA

pytestmark = pytest.mark.browser

CATEGORIES = ("measurement", "personalization", "advertising")
EVERYBODY = [*LOOKING, "/privacy/choices/", "/terms/", "/de/products/beaker-set/"]
WITH_SERVICES = ["/products/", "/products/beaker-set/", "/films/"]
Rules = dict[str, Any]


@pytest.fixture(scope="module")
def rules(shop: PracticeShop) -> Rules:
    found: Rules = json.loads(shop.troth("policy", "export", "--format", "json"))["rules"]
    return found


@pytest.fixture(scope="module")
def crawl(shop: PracticeShop, chromium: Browser) -> Iterator[list[Seen]]:
    """Each state by somebody with a browser of their own."""
    crawlers: list[Crawler] = []

    def comes(state: str, allowed: tuple[str, ...] = (), **how: Any) -> Crawler:
        crawlers.append(Crawler(chromium.new_context(locale="en-GB", **how), shop.url, state, allowed))
        return crawlers[-1]

    comes("nothing chosen").walks(*EVERYBODY)
    _choosing(comes("declined")).walks(*EVERYBODY)
    for category in CATEGORIES:
        _choosing(comes(f"only {category}", (category,)), category).walks(*EVERYBODY)
    _choosing(comes("everything", CATEGORIES), *CATEGORIES).walks(*EVERYBODY)
    comes("signal", extra_http_headers={"Sec-GPC": "1"}).walks(*EVERYBODY)
    comes("at the forms").walks(*FORMS)
    _buying(comes("at the checkout"), shop)
    _working(comes("in the office"), shop)
    # A customer's own country counts once they are known: a no is enough in one, and a yes comes first in the other.
    _signed_in(comes("signed in from Boston", CATEGORIES), *shop.people["Customer"])
    _signed_in(comes("signed in from Zurich"), "chiara@example.com", shop.people["Customer"][1])
    _withdrawing(comes("withdrawn"))
    yield [each.seen for each in crawlers]
    for each in crawlers:
        each.context.close()


def _choosing(one: Crawler, *categories: str) -> Crawler:
    """As the form on the page of choices sends it."""
    answers = {name: "yes" if name in categories else "no" for name in CATEGORIES}
    posted = one.context.request.post(
        f"{one.shop}/privacy/choices/", form={"answer": "each", **answers}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert posted.ok, posted.status
    return one


def _buying(one: Crawler, shop: PracticeShop) -> None:
    who, customer = _as_visitor(one), replace(ADA, email="ada.marlowe+crawl@example.com")
    mailbox = Mailbox(one.context.request, shop.url, customer.email)
    shopping.fills_the_basket(who)
    one.looks()
    shopping.goes_to_the_checkout(who)
    one.looks()
    shopping.says_who_and_where(who, customer)
    shopping.orders(who)
    one.looks()
    number = shopping.pays(who)
    one.looks()
    one.walks(mailbox.waits_for(number).link("/orders/").removeprefix(shop.url))
    who.presses(re.compile("order", re.IGNORECASE))
    one.looks()
    shopping.enters_by_link(who, mailbox)
    one.looks().walks(f"/orders/{number}/", *MY_PRIVACY[:3])


def _signed_in(one: Crawler, address: str, passphrase: str) -> None:
    who = _as_visitor(one)
    shopping.signs_in(who, address, passphrase)
    one.looks().walks(*ACCOUNT, *MY_PRIVACY, *WITH_SERVICES)
    who.goes_to("/account/details/").presses(re.compile("^Save"))
    one.looks()


def _working(one: Crawler, shop: PracticeShop) -> None:
    who = _as_visitor(one)
    shopping.signs_in(who, *shop.people["Privacy officer"], then="/office/")
    one.looks().walks("/office/people/", "/office/browsers/", "/office/staff/")
    one.page.get_by_role("button", name=re.compile("sidebar", re.IGNORECASE)).first.click()
    one.looks()


def _withdrawing(one: Crawler) -> None:
    """What was allowed once, and is not any more: nothing new comes, and this site's own leftovers go."""
    _choosing(one, *CATEGORIES)
    _choosing(one)
    one.walks(*WITH_SERVICES)


def _as_visitor(one: Crawler) -> Visitor:
    """The same page, for people who follow links and press buttons."""
    who = Visitor(one.context, one.shop, one.seen.state)
    who.page.close()
    who.page = one.page
    return who


def test_browsers_keep_and_ask_for_what_the_policy_says(crawl: list[Seen], rules: Rules, shop: PracticeShop) -> None:
    assert differences(rules, crawl, shop.port) == []


@pytest.mark.parametrize("state", ["nothing chosen", "declined", "signal", "withdrawn"])
def test_without_a_yes_nothing_but_the_choice_is_kept_and_nobody_else_is_asked(state: str, crawl: list[Seen]) -> None:
    (seen,) = (each for each in crawl if each.state == state)
    assert seen.pages >= len(WITH_SERVICES)
    assert seen.elsewhere == set()
    names = {each.name for each in seen.kept if each.store == "cookie"}
    assert names <= ({"csrftoken", "choices", "messages"} if state in ("declined", "withdrawn") else {"csrftoken"})
    assert not [each for each in seen.kept if each.store != "cookie"]


def test_the_served_shop_had_nothing_to_hold_back(crawl: list[Seen], shop: PracticeShop) -> None:
    """The crawl would not see a fault that enforcement took out before the browser."""
    findings = {each["what"]: each for each in _doctors_word(shop)}
    assert findings["cookies"]["state"] == "fit", findings["cookies"]["says"]


def _doctors_word(shop: PracticeShop) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "troth.cli.main", "doctor", "--json"]
    ran = subprocess.run(command, env=shop.env, capture_output=True, text=True, timeout=120, check=False)
    found: list[dict[str, str]] = json.loads(ran.stdout)
    return found


def test_without_any_single_cookie_or_service_in_the_policy_it_fails(
    crawl: list[Seen], rules: Rules, shop: PracticeShop
) -> None:
    now = set(differences(rules, crawl, shop.port))
    paths = [(section, name) for section in ("cookies", "services") for name in rules[section]]
    paths += [
        ("services", name, "cookies", left) for name, each in rules["services"].items() for left in each["cookies"]
    ]
    assert len(paths) > 10
    for *above, name in paths:
        poorer = deepcopy(rules)
        place = poorer
        for part in above:
            place = place[part]
        del place[name]
        assert set(differences(poorer, crawl, shop.port)) - now, f"nobody missed {name}"


def test_with_a_cookie_or_a_service_more_in_the_policy_it_fails(
    crawl: list[Seen], rules: Rules, shop: PracticeShop
) -> None:
    now = set(differences(rules, crawl, shop.port))
    ghost = {"cookies": rules["cookies"]["basket"]}
    ghost["services"] = {**rules["services"]["shop_film"], "address": "practice/ghost/", "cookies": {}}
    for section, each in ghost.items():
        richer = deepcopy(rules)
        richer[section]["ghost"] = each
        assert any("ghost" in fault for fault in set(differences(richer, crawl, shop.port)) - now), section


SNEAKS = {
    "a cookie": "document.cookie = 'sneak=1'",
    "local storage": "localStorage.setItem('sneak', '1')",
    "session storage": "sessionStorage.setItem('sneak', '1')",
    "a database": "await new Promise((done) => { indexedDB.open('sneak').onsuccess = done; })",
    "a request elsewhere": "await fetch('http://127.0.0.1:9/sneak', {mode: 'no-cors'}).catch(() => null)",
}


@pytest.mark.parametrize("what", SNEAKS)
def test_one_more_of_anything_in_a_page_is_seen(what: str, chromium: Browser, rules: Rules, shop: PracticeShop) -> None:
    """A page of the shop that somebody gave a script and no rules: the crawl notices each thing it does."""
    one = Crawler(chromium.new_context(), shop.url, what)
    one.page.route("**/terms/", lambda route: route.fulfill(body="<p>Terms", content_type="text/html"))
    one.page.goto(f"{shop.url}/terms/")
    one.page.evaluate(f"async () => {{ {SNEAKS[what]} }}")
    one.looks()
    found = [each for each in differences(rules, [one.seen], shop.port) if each.startswith(what)]
    one.context.close()
    assert any("sneak" in each for each in found), found


def test_a_page_that_asks_for_what_nobody_allowed_is_stopped_by_its_own_rules(
    chromium: Browser, shop: PracticeShop
) -> None:
    """Even if a page's words name the service, the browser does not load it; with a yes it does."""
    loads = """async (address) => {
      const frame = Object.assign(document.createElement('iframe'), {src: address});
      document.body.append(frame);
      await new Promise((done) => { frame.onload = done; setTimeout(done, 1500); });
    }"""
    address = f"http://elsewhere.localhost:{shop.port}/northlight/advert/"
    for allowed, reached in (((), False), (("advertising",), True)):
        one = _choosing(Crawler(chromium.new_context(), shop.url, "asks", allowed), *allowed)
        answered: list[str] = []
        one.context.on("response", lambda response, got=answered: got.append(response.url))
        one.walks("/products/")
        answered.clear()
        one.page.evaluate(loads, address)
        one.context.close()
        assert (address in answered) is reached


def test_what_the_analytics_app_is_told_is_page_product_and_amount(chromium: Browser, shop: PracticeShop) -> None:
    """The whole of what leaves the browser for it: its address, byte for byte, and no referrer."""
    one = _choosing(Crawler(chromium.new_context(), shop.url, "counted", ("measurement",)), "measurement")
    sent: list[tuple[str, dict[str, str], str | None]] = []

    def told(request) -> None:
        return sent.append((request.url, request.all_headers(), request.post_data))

    one.page.on("requestfinished", lambda request: told(request) if "elsewhere" in request.url else None)
    one.walks("/products/beaker-set/?variant=")
    one.page.wait_for_load_state("networkidle")
    one.context.close()
    ((address, headers, body),) = sent
    path = "page=%2Fproducts%2Fbeaker-set%2F&product=beaker-set&amount=27.50"
    assert address == f"http://elsewhere.localhost:{shop.port}/tally_house/count.gif?{path}"
    assert body is None
    assert not {"referer", "cookie", "origin", "authorization"} & headers.keys()
