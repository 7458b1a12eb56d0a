"""The crawl: every page type in every state of consent, and the policy equals what the browser kept and asked for.

The controls take every single cookie and service out of the policy, and put one more of each kind into a page.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import partial
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import places
from tests.browser import shopping, staged, walks
from tests.browser.conftest import Rules, a_browser
from tests.browser.crawler import Crawler, Seen
from tests.browser.declared import differences
from tests.browser.exempt import NO_PAGE
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_every_page import ACCOUNT, MY_PRIVACY
from tests.browser.walks import CATEGORIES, STATES, WITH_SERVICES, Pages, State, as_visitor, choosing

pytestmark = pytest.mark.browser

PUBLIC = walks.public(places.OURS)
SMALL = {"width": 480, "height": 320}  # what is out of sight is not painted; a walk of all pages is long
AT_ONCE = 2  # browsers; a walk waits for the shop about half of its time
ZURICH = "chiara@example.com"
DECLINED, EVERYTHING = State(()), State(CATEGORIES)


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Filled by the first walk."""
    return Pages()


@pytest.fixture(scope="module")
def crawl(shop: PracticeShop, pages: Pages) -> list[Seen]:
    """Each state by somebody with a browser of their own, some of them at the same time."""
    names = staged.stage(shop, walks.customers())

    def walks_as(name: str) -> Callable[[Crawler], object]:
        return lambda one: walks.walk(name, one, PUBLIC, pages, names)

    states = [
        partial(_comes, shop, walks_as(name), name, state.allowed, extra_http_headers=dict(state.headers))
        for name, state in STATES.items()
    ]
    first, *others = states
    seen = first()  # which pages there are, the others learn from it
    customer, passphrase = shop.people["Customer"]
    wide = {"viewport": {"width": 1280, "height": 900}}
    others += [
        partial(_comes, shop, lambda one: _working(one, shop), "in the office", **wide),
        # A customer's own country counts once they are known: a no is enough in one, and a yes comes first in the other.
        partial(_comes, shop, lambda one: _signed_in(one, customer, passphrase), "signed in from Boston", CATEGORIES),
        partial(_comes, shop, lambda one: _signed_in(one, ZURICH, passphrase), "signed in from Zurich"),
        partial(_comes, shop, _withdrawing, "withdrawn"),
    ]
    with ThreadPoolExecutor(AT_ONCE) as several:
        return [*seen, *chain.from_iterable(several.map(lambda come: come(), others))]


def _comes(
    shop: PracticeShop, walk: Callable[[Crawler], object], state: str, allowed: tuple[str, ...] = (), **how: Any
) -> list[Seen]:
    """What was seen on one walk. A browser belongs to the thread that began it."""
    with a_browser() as chromium:
        context = chromium.new_context(**{"locale": "en-GB", "viewport": SMALL, **how})
        one = Crawler(context, shop.url, state, allowed)
        walk(one)
        context.close()
    return one.all


def _signed_in(one: Crawler, address: str, passphrase: str) -> None:
    who = as_visitor(one)
    shopping.signs_in(who, address, passphrase)
    one.looks().walks(*ACCOUNT, *MY_PRIVACY, *WITH_SERVICES)
    who.goes_to("/account/details/").presses(re.compile("^Save"))
    one.looks()


def _working(one: Crawler, shop: PracticeShop) -> None:
    who = as_visitor(one)
    shopping.signs_in(who, *shop.people["Privacy officer"], then="/office/")
    one.looks().walks("/office/people/", "/office/browsers/", "/office/staff/")
    one.page.get_by_role("button", name=re.compile("sidebar", re.IGNORECASE)).first.click()
    one.looks()


def _withdrawing(one: Crawler) -> None:
    """What was allowed once, and is not any more: nothing new comes."""
    choosing(one, EVERYTHING)
    choosing(one, DECLINED).walks(*WITH_SERVICES)


def test_browsers_keep_and_ask_for_what_the_policy_says(crawl: list[Seen], rules: Rules, shop: PracticeShop) -> None:
    assert differences(rules, crawl, shop.port) == []


def test_every_page_was_opened_in_every_state(crawl: list[Seen], pages: Pages) -> None:
    """A new address fails until it is walked to, or stands among those that show no page, with the reason."""
    opened = {name: _opened(crawl, name) for name in STATES}
    assert walks.uncrawled(PUBLIC, opened, _exempt(pages)) == []
    assert walks.uncrawled([*PUBLIC, "/ghost/"], opened, _exempt(pages)) == [
        f"{name}: /ghost/ was not opened" for name in STATES
    ]


def _opened(crawl: list[Seen], name: str) -> set[str]:
    return set[str]().union(*(each.opened for each in crawl if each.state.startswith(f"{name}, ")))


def _exempt(pages: Pages) -> set[str]:
    """What answered everybody with a refusal of the method or with something else than a page, and what is named by hand."""
    return {each for each in PUBLIC if walks.is_none(pages.answers[each])} | set(NO_PAGE)


def test_an_exemption_by_hand_is_one_that_needs_a_reason(crawl: list[Seen], pages: Pages) -> None:
    assert [each for each in NO_PAGE if walks.is_none(pages.answers[each])] == []
    assert all(NO_PAGE.values())


WITHOUT_A_YES = ["nothing chosen", "declined", "signal"]


@pytest.mark.parametrize(
    "state", [*(f"{name}, {who}" for name in WITHOUT_A_YES for who in walks.VISITORS), "withdrawn"]
)
def test_without_a_yes_nothing_but_the_choice_is_kept_and_nobody_else_is_asked(state: str, crawl: list[Seen]) -> None:
    (seen,) = (each for each in crawl if each.state == state)
    assert seen.pages >= len(WITH_SERVICES)
    assert seen.elsewhere == set()
    assert not [each for each in seen.kept if each.store != "cookie"]
    if not state.endswith(walks.KNOWN):
        chose = {"choices", "messages"} if state.startswith(("declined", "withdrawn")) else set()
        assert {each.name for each in seen.kept} <= {"csrftoken"} | chose


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


@pytest.mark.parametrize("said", [None, ()], ids=["nothing chosen", "declined"])
@pytest.mark.parametrize("what", SNEAKS)
def test_one_more_of_anything_in_a_page_is_seen(
    what: str, said: tuple[str, ...] | None, chromium: Browser, rules: Rules, shop: PracticeShop
) -> None:
    """A page of the shop that somebody gave a script and no rules: the crawl notices each thing it does."""
    one = choosing(Crawler(chromium.new_context(), shop.url, what), State(said))
    one.page.route("**/terms/", lambda route: route.fulfill(body="<p>Terms", content_type="text/html"))
    one.page.goto(f"{shop.url}/terms/")
    one.page.evaluate(f"async () => {{ {SNEAKS[what]} }}")
    one.looks()
    found = [each for each in differences(rules, [one.seen], shop.port) if each.startswith(what)]
    one.context.close()
    assert any("sneak" in each for each in found), found


@pytest.mark.parametrize("said", [None, ()], ids=["nothing chosen", "declined"])
def test_what_is_declared_and_not_allowed_is_seen_as_well(
    said: tuple[str, ...] | None, chromium: Browser, rules: Rules, shop: PracticeShop
) -> None:
    """The same page, loading a service that the policy has, and what that leaves."""
    one = choosing(Crawler(chromium.new_context(), shop.url, "sneaks"), State(said))
    one.page.route("**/terms/", lambda route: route.fulfill(body="<p>Terms", content_type="text/html"))
    one.page.goto(f"{shop.url}/terms/")
    elsewhere = f"http://elsewhere.localhost:{shop.port}"
    count = f"{elsewhere}/tally_house/count.gif?page=/"
    one.page.evaluate("async (at) => { const it = new Image(); it.src = at; await it.decode().catch(() => 0); }", count)
    one.context.add_cookies([{"name": "tally_day", "value": "1", "url": elsewhere}])
    one.looks()
    one.context.close()
    found = differences(rules, [one.seen], shop.port)
    assert "sneaks: visit_tally was loaded without a yes" in found
    assert "sneaks: cookie 'tally_day' is there without a yes to measurement" in found
