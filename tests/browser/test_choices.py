"""The banner and the choices page in a real browser: for every eye and hand, with scripts and without, in two languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.test_every_page import faults_of
from tests.browser.test_plain_browsers import reaches
from tests.browser.visitor import Visitor
from tests.cast import ADA

pytestmark = pytest.mark.browser
PAGE = "/products/filter-tips/"
CHOICES = "/privacy/choices/"
STORED = "/privacy/cookies/"
FILMS = "/films/"
SCREENS: dict[str, dict[str, Any]] = {
    "a desk": {"viewport": {"width": 1280, "height": 800}},
    "a telephone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
    "a page at 400 %": {"viewport": {"width": 320, "height": 256}},
}
# As the pages say it, by the language's part of the address.
WORDS = {
    "": {
        "skip": "Skip to the content",
        "no to all": "Decline all",
        "yes to all": "Accept all",
        "each": "See each, and choose",
        "only needed": "Saved: nothing but what the shop needs.",
        "fitted": "Fitted to you",
        "yes": "Yes",
        "no": "No",
        "save": "Save my choices",
        "saved": "Saved: your choices are in force.",
        "choices": "Your choices: cookies and data",
        "json": "The same for programs (JSON)",
        "change": "See and change your choices",
    },
    "/de": {
        "skip": "Zum Inhalt springen",
        "no to all": "Alle ablehnen",
        "yes to all": "Alle annehmen",
        "each": "Einzeln ansehen und wählen",
        "only needed": "Gespeichert: nur das, was der Shop braucht.",
        "fitted": "Persönliche Anpassung",
        "yes": "Ja",
        "no": "Nein",
        "save": "Auswahl speichern",
        "saved": "Gespeichert: Ihre Auswahl gilt.",
        "choices": "Ihre Auswahl: Cookies und Daten",
        "json": "Dasselbe für Programme (JSON)",
        "change": "Auswahl ansehen und ändern",
    },
}
# What is under the middle of the focused element: the banner only if it is the banner's own.
_COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one === document.body || one.closest(".consent") || !box.width) return "";
  const spots = [[0.5, 0.5], [0.5, 0.05], [0.5, 0.95]];
  const there = spots.map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const seen = there.filter(Boolean);
  return seen.length && seen.every((each) => each.closest(".consent")) ? one.outerHTML.slice(0, 120) : "";
}"""


def banner(who: Visitor) -> Locator:
    return who.page.locator("section.consent[aria-labelledby]")


def says(who: Visitor, words: str) -> None:
    banner(who).get_by_role("button", name=words).click()


def cookies(who: Visitor) -> set[str]:
    return {str(cookie.get("name")) for cookie in who.context.cookies()} - {"messages"}


@pytest.mark.parametrize("path", [each for page in (PAGE, CHOICES, STORED, FILMS) for each in (page, f"/de{page}")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_use_them(path: str, scheme: str, visits: Visits) -> None:
    who = visits(color_scheme=scheme, reduced_motion="reduce")
    assert list(faults_of(who, [path])) == []
    assert who.context.cookies() == []
    who.page.set_viewport_size({"width": 390, "height": 844})
    who.shows("telephone")


@pytest.mark.parametrize("screen", SCREENS)
def test_yes_and_no_weigh_the_same(screen: str, visits: Visits) -> None:
    who = visits(**SCREENS[screen])
    who.goes_to(PAGE).shows("asked")
    no, yes = (banner(who).get_by_role("button", name=words) for words in ("Decline all", "Accept all"))
    looks = """one => { const s = getComputedStyle(one), b = one.getBoundingClientRect();
      return [one.tagName, one.className, s.color, s.backgroundColor, s.borderColor, s.fontSize, s.fontWeight,
              Math.round(b.width), Math.round(b.height), Math.round(b.top)]; }"""
    assert no.evaluate(looks) == yes.evaluate(looks)
    heights = who.page.evaluate("[document.querySelector('.consent').offsetHeight, innerHeight]")
    if heights[1] > 600:
        assert heights[0] < heights[1] / 2, "a wall"


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("screen", SCREENS)
def test_with_the_keyboard_alone(screen: str, language: str, visits: Visits) -> None:
    """First in the page, past it without an answer, never caught in it, and nothing with the focus beneath it."""
    who, words, page = visits(**SCREENS[screen], reduced_motion="reduce"), WORDS[language], language + PAGE
    who.goes_to(page)
    keys = who.page.keyboard
    keys.press("Tab")
    expect(who.page.get_by_role("link", name=words["skip"])).to_be_focused()
    for name in ("no to all", "yes to all"):
        keys.press("Tab")
        expect(banner(who).get_by_role("button", name=words[name])).to_be_focused()
    keys.press("Tab")
    expect(banner(who).get_by_role("link", name=words["each"])).to_be_focused()
    for _ in range(30):
        keys.press("Tab")
        assert not who.page.evaluate("Boolean(document.activeElement.closest('.consent'))")
        assert who.page.evaluate(_COVERED) == ""
    who.goes_to(page)
    reaches(who, banner(who).get_by_role("button", name=words["no to all"])).press("Enter")
    who.is_at(page).sees(words["only needed"])
    expect(banner(who)).to_have_count(0)
    assert cookies(who) == {"choices"}


@pytest.mark.parametrize("language", WORDS)
def test_each_by_each_with_the_keyboard(language: str, visits: Visits) -> None:
    who, words = visits(), WORDS[language]
    yes, no = words["yes"], words["no"]
    who.goes_to(language + PAGE)
    reaches(who, banner(who).get_by_role("link", name=words["each"])).press("Enter")
    who.is_at(language + CHOICES)
    expect(who.page.get_by_role("radio", checked=True)).to_have_count(0)
    group = who.page.get_by_role("group", name=words["fitted"])
    reaches(who, group.get_by_role("radio", name=no)).press("ArrowRight")
    expect(group.get_by_role("radio", name=yes)).to_be_checked()
    reaches(who, who.page.get_by_role("button", name=words["save"])).press("Enter")
    who.is_at(language + PAGE).sees(words["saved"])
    who.page.get_by_role("link", name=words["choices"]).click()
    expect(who.page.get_by_role("radio", name=yes, checked=True)).to_have_count(1)
    expect(who.page.get_by_role("radio", name=no, checked=True)).to_have_count(2)


@pytest.mark.parametrize("language", WORDS)
def test_what_is_stored_can_be_read_and_left_with_the_keyboard(language: str, visits: Visits) -> None:
    who, words = visits(**SCREENS["a telephone"], reduced_motion="reduce"), WORDS[language]
    who.goes_to(language + STORED)
    reaches(who, who.page.get_by_role("link", name=words["json"]))
    reaches(who, who.page.locator("main").get_by_role("link", name=words["change"]).first).press("Enter")
    who.is_at(language + CHOICES)


def test_a_film_is_shown_once_and_never_to_whoever_only_has_the_address(visits: Visits) -> None:
    who, other = visits("presser"), visits("other")
    who.lets_others_in = True
    who.goes_to(FILMS)
    reaches(who, who.page.get_by_role("button", name="Show it this once")).press("Enter")
    expect(who.page.locator("iframe.service__frame")).to_have_count(1)
    # The film's own site may set what it declares, in a frame that forgets it; the shop remembers nothing.
    assert not [each for each in who.context.cookies() if "elsewhere" not in str(each.get("domain"))]
    other.goes_to(who.page.url.removeprefix(who.shop))
    expect(other.page.locator("iframe.service__frame")).to_have_count(0)
    who.goes_to(FILMS)
    expect(who.page.locator("iframe.service__frame")).to_have_count(0)


def test_without_scripts_and_with_a_receipt(visits: Visits) -> None:
    who = visits(java_script_enabled=False)
    who.goes_to("/de" + PAGE)
    who.page.locator(".consent button").first.click()
    who.is_at("/de" + PAGE)
    expect(who.page.locator(".consent")).to_have_count(0)
    who.goes_to(CHOICES).presses("Get a receipt").sees("The ledger has witnessed your choices")
    who.page.wait_for_timeout(2500)
    with who.page.expect_download() as coming:
        who.follows("Download the receipt")
    assert '"event_state": "refused"' in coming.value.path().read_text()


def test_the_signal_is_heard_and_shown(visits: Visits) -> None:
    who = visits(extra_http_headers={"Sec-GPC": "1"})
    who.goes_to(PAGE).sees("Global Privacy Control: honoured")
    expect(banner(who)).to_have_count(0)
    assert list(faults_of(who, [CHOICES])) == []
    assert who.context.cookies() == []


def test_a_choice_goes_with_somebody_who_signs_in(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    # An account of its own: what a person of the practice shop has said stays with them in other tests.
    customer = replace(ADA, email="ada.marlowe+choices@example.com")
    shopping.signs_up(visits("first"), customer, mailbox_of(customer.email))
    home, elsewhere = visits("home"), visits("elsewhere")
    home.goes_to(PAGE)
    says(home, "Decline all")
    shopping.signs_in(home, customer.email)
    elsewhere.goes_to("/privacy/")  # where nothing of others' is, also after a yes
    says(elsewhere, "Accept all")
    shopping.signs_in(elsewhere, customer.email)
    elsewhere.goes_to("/my/privacy/choices/").sees("In your browser", "Off: you said no.")
    elsewhere.does_not_see("On: you said yes.")
    assert "yes" not in next(c["value"] for c in elsewhere.context.cookies() if c["name"] == "choices")
