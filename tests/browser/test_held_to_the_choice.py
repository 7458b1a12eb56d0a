"""What a browser keeps and loads follows each choice at once: what a yes left goes with it, and nobody is told more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import leftover
from tests.browser.conftest import Rules
from tests.browser.crawler import Crawler
from tests.browser.declared import differences
from tests.browser.practice_shop import PracticeShop
from tests.browser.walks import CATEGORIES, State, choosing

pytestmark = pytest.mark.browser

DECLINED, EVERYTHING = State(()), State(CATEGORIES)


def test_a_browser_loses_what_a_withdrawn_yes_left(chromium: Browser, shop: PracticeShop) -> None:
    """With a policy that has one more cookie of the shop's own which waits for a choice, and which no page sets."""
    with leftover.with_a_trail(shop) as address:
        one = Crawler(chromium.new_context(), address, "withdrawing", CATEGORIES)
        kept = [
            _left(choosing(one, state), address)
            for state in (EVERYTHING, State(("advertising",)), State(("measurement",)), DECLINED)
        ]
        _left(choosing(one, EVERYTHING), address)
        withdrawn = _names(choosing(one, DECLINED).walks("/products/"))
        one.context.close()
    assert kept == [{"trail", "stranger"}, {"stranger"}, {"trail", "stranger"}, {"stranger"}]
    assert withdrawn == {"stranger"}


def test_the_mark_of_having_been_counted_comes_with_a_yes_and_goes_with_it(
    chromium: Browser, rules: Rules, shop: PracticeShop
) -> None:
    """The cookie `counted`, of pages that many open; and the crawl misses it where the policy does not have it."""
    one = Crawler(chromium.new_context(), shop.url, "counted", CATEGORIES)
    states = (State(("advertising", "personalization")), State(("measurement",)), DECLINED, EVERYTHING)
    marked = [_is_marked(choosing(one, state)) for state in states]
    one.context.close()
    assert marked == [False, True, False, True]
    poorer = {**rules, "cookies": {name: each for name, each in rules["cookies"].items() if name != "counted"}}
    missed = "counted: cookie 'counted' at shop is not declared"
    assert missed in differences(poorer, [one.seen], shop.port)
    assert missed not in differences(rules, [one.seen], shop.port)


def _is_marked(one: Crawler) -> bool:
    """After one page, whose picture is fetched once somebody looks at the page."""
    one.walks("/products/").page.wait_for_load_state("networkidle")
    one.looks()
    return "counted" in {each.get("name") for each in one.context.cookies()}


def _left(one: Crawler, address: str) -> set[str]:
    """What is still there after one page, of a cookie that waits for a yes and of one that is nobody's."""
    one.context.add_cookies([{"name": each, "value": "1", "url": address} for each in ("trail", "stranger")])
    return _names(one.walks("/products/"))


def _names(one: Crawler) -> set[str]:
    return {str(each.get("name")) for each in one.context.cookies()} & {"trail", "stranger"}


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
        one = choosing(Crawler(chromium.new_context(), shop.url, "asks", allowed), State(allowed or None))
        answered: list[str] = []
        one.context.on("response", lambda response, got=answered: got.append(response.url))
        one.walks("/products/")
        answered.clear()
        one.page.evaluate(loads, address)
        one.context.close()
        assert (address in answered) is reached


def test_what_the_analytics_app_is_told_is_page_product_and_amount(chromium: Browser, shop: PracticeShop) -> None:
    """The whole of what leaves the browser for it: its address, byte for byte, and no referrer."""
    one = choosing(Crawler(chromium.new_context(), shop.url, "counted", ("measurement",)), State(("measurement",)))
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
