"""On a phone no page of the shop or the office scrolls sideways, and nothing to read or to press lies beyond its edge.

Wagtail's frame hides what is too wide instead of scrolling, so that the page's own width says nothing there: each element
with words, and each field, is asked where it ends. What lies in something that scrolls by itself can be reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.browser import of_every_job, shopping, staged
from tests.browser.conftest import Visits
from tests.browser.practice_shop import PracticeShop
from tests.browser.staged import EVERYBODY, Names, path_of
from tests.browser.visitor import Visitor
from tests.cast import ADA
from tests.places import OURS, WAGTAIL

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
CUSTOMER = replace(ADA, email="ada.on.a.phone.with.a.long.address@example.com")
# `elsewhere`: it lies in something that scrolls, or that is clipped away for all but those who listen.
CUT = """() => {
  const edge = innerWidth + 1, found = [];
  if (document.documentElement.scrollWidth > edge) found.push("the page itself");
  const elsewhere = (each) => {
    for (let up = each; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath !== "none" || (/auto|scroll/.test(style.overflowX) && up.scrollWidth > up.clientWidth)) return true;
    }
    return each.closest("aside, .form-side, .footer") || !each.checkVisibility({visibilityProperty: true});
  };
  const says = (each) => each.matches("input, select, textarea, button, img")
    || [...each.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
  for (const each of document.querySelectorAll("main *")) {
    const {left, right, width} = each.getBoundingClientRect();
    if (width < 2 || (right <= edge && left >= -1) || !says(each) || elsewhere(each)) continue;
    found.push(`${each.localName} "${each.textContent.trim().slice(0, 40)}" from ${Math.round(left)} to ${Math.round(right)}`);
  }
  return found.slice(0, 3);
}"""
LISTS = sorted(
    each for each in WAGTAIL if re.fullmatch(r"/office/(snippets/[a-z]+/[a-z]+|images|pages|sites)/(add/|new/)?", each)
)


@pytest.fixture(scope="module")
def names(shop: PracticeShop) -> dict[str, Names]:
    return staged.stage(shop, {"customer": CUSTOMER})


def cut_on(who: Visitor, paths: list[str]) -> Iterator[str]:
    """Where something is cut on these pages."""
    assert len(paths) > 10
    for path in paths:
        who.page.goto(who.shop + path, wait_until="domcontentloaded")  # styles are there by then: scripts wait for them
        yield from (f"{path}: {what}" for what in who.page.evaluate(CUT))


def pages(who: Visitor, paths: list[str]) -> list[str]:
    """Those of them that show whoever asks a page."""
    return [path for path in dict.fromkeys(paths) if path and _is_page(who, path)]


def _is_page(who: Visitor, path: str) -> bool:
    answer = who.context.request.get(who.shop + path, max_redirects=0)
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def shopfront(names: Names, language: str) -> list[str]:
    """Every address of the shop that is not the office's, in a language."""
    ours = {address: place for address, place in OURS.items() if not address.startswith(("/office/", "/api/"))}
    paths = [path_of(address, place.token, names) for address, place in ours.items()]
    return [f"/{language}{path}" if language != "en" and path else path for path in paths]


def office(names: Names) -> list[str]:
    ours = [path_of(address, place.token, names) for address, place in OURS.items() if address.startswith("/office/")]
    return [*ours, "/office/orders/?shelf=all", *LISTS]


@pytest.mark.parametrize("language", ["en", "de"])
def test_in_the_shop(visits: Visits, names: dict[str, Names], language: str) -> None:
    known = {**names[EVERYBODY], **names["customer"]}
    guest = visits("guest", viewport=PHONE, reduced_motion="reduce")
    assert list(cut_on(guest, pages(guest, shopfront(names[EVERYBODY], language)))) == []
    ada = visits("ada", viewport=PHONE, reduced_motion="reduce")
    shopping.fills_the_basket(ada)
    shopping.signs_in(ada, CUSTOMER.email)
    theirs = [path for path in shopfront(known, language) if re.search("/(account|my|orders|basket|checkout)/", path)]
    assert list(cut_on(ada, pages(ada, theirs))) == []


def test_in_the_office(shop: PracticeShop, visits: Visits, names: dict[str, Names]) -> None:
    one = visits(viewport=PHONE, reduced_motion="reduce")
    shopping.signs_in(one, *of_every_job.hire(shop), then="/office/")
    found = pages(one, office({**names[EVERYBODY], **names["customer"]}))
    for language in ("en", "de"):
        one.goes_to("/office/").page.locator(f"form[action='/office/language/'] button[value={language}]").click()
        assert list(cut_on(one, found)) == []


@pytest.mark.parametrize(
    ("page", "cut"),
    [
        ("<main><p>Short.</p></main>", 0),
        ("<main><p>{wide}</p></main>", 2),
        ("<main class=hides><p>{wide}</p></main>", 1),
        ("<main class=hides><input size=90></main>", 1),
        ("<main class=hides><div class=scrolls><p>{wide}</p></div></main>", 0),
    ],
)
def test_what_is_cut_is_seen(chromium: Browser, page: str, cut: int) -> None:
    style = "<style>p {white-space: nowrap; width: max-content} .hides {overflow-x: hidden} .scrolls {overflow-x: auto}</style>"
    blank = chromium.new_page(viewport={"width": 390, "height": 844})
    blank.set_content(
        f"<!doctype html><meta name=viewport content='width=device-width'>{style}{page.format(wide='wide ' * 40)}"
    )
    assert len(blank.evaluate(CUT)) == cut
