"""The shop's pages in a real Chromium: axe finds nothing, nothing overflows, and no script is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.storefront.shop.conftest import stocked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/products/",
    "/products/filter-tips/",
    "/products/beaker/",
    "/categories/glassware/",
    "/search/?q=flask",
    "/search/?q=zzzz",
    "/nowhere/",
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Closed before the database is: its event loop and Django's must not meet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _stocked(live_server: Any) -> None:
    stocked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1360])
def test_axe_finds_nothing_and_nothing_overflows(live_server: Any, chromium: Browser, scheme: Any, width: int) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, has_touch=width < 400, bypass_csp=True
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(live_server.url + path)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_policy_of_the_page_is_never_broken_and_no_cookie_is_set(live_server: Any, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES[:-1]:
        page.goto(live_server.url + path, wait_until="networkidle")
    assert complaints == []
    assert all(url.startswith((live_server.url, "data:")) for url in asked)
    assert context.cookies() == []


def test_choosing_a_size_and_putting_it_into_the_basket_needs_no_script(live_server: Any, chromium: Browser) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/products/erlenmeyer-flask/")
    page.get_by_label("250 mL").check()
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add to basket").click()
    assert "/basket/" in page.url
    page.goto(live_server.url + "/")
    assert "2 things in it" in page.locator(".masthead__tools").inner_text()


def test_the_price_follows_the_chosen_size(live_server: Any, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(live_server.url + "/products/erlenmeyer-flask/")
    assert page.locator("[data-show=price]").inner_text() == "$9.00"
    page.get_by_label("250 mL").check()
    assert page.locator("[data-show=price]").inner_text() == "$12.50"
    assert page.get_by_text("Only 3 left").is_visible()
    page.get_by_label("1 L").check()
    assert page.get_by_role("button", name="Add to basket").is_disabled()
