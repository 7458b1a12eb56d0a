"""News by mail in a real browser: from the foot of a page to a yes and its end, with the keyboard, without scripts, for every eye."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.inquiry import Inquiry
from tests.browser.mailbox import Mailbox
from tests.browser.test_every_page import faults_of
from tests.browser.test_plain_browsers import reaches

pytestmark = pytest.mark.browser
FOOT = "#news-foot-email"
SUBJECT = "was it you who signed up?"
SCREENS: dict[str, dict[str, Any]] = {
    "a desk": {"viewport": {"width": 1280, "height": 900}},
    "a telephone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}


@pytest.mark.parametrize("path", ["/news/", "/de/news/", "/news/yes/nonsense/", "/", "/products/filter-tips/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_use_it(path: str, scheme: str, visits: Visits) -> None:
    who = visits(color_scheme=scheme, reduced_motion="reduce")
    assert list(faults_of(who, [path])) == []
    assert who.context.cookies() == []


@pytest.mark.parametrize("screen", SCREENS)
def test_without_scripts_from_the_foot_to_the_yes_and_to_its_end(
    screen: str, visits: Visits, mailbox_of: Callable[[str], Mailbox], inquiry: Inquiry
) -> None:
    address = f"dora.{screen.replace(' ', '.')}@example.com"
    who = visits(java_script_enabled=False, **SCREENS[screen])
    who.goes_to("/products/filter-tips/")
    who.page.locator(FOOT).fill(address)
    who.presses("Choose what", within="footer")
    expect(who.named("email")).to_have_value(address)
    expect(who.page.locator('main [name="kinds"]:checked')).to_have_count(0)
    who.presses("Sign up").sees("Please choose at least one kind of news.")
    expect(who.named("email")).to_have_value(address)
    who.page.get_by_label("Special offers").check()
    who.presses("Sign up").sees("Look into your mailbox")
    letter = mailbox_of(address).waits_for(SUBJECT)
    assert not inquiry.is_counted(address, "special_offers")

    who.goes_to(letter.link("/news/yes/")).sees("Shall we write to you?", "Special offers")
    who.presses("Yes, write to me").sees("You said yes")
    assert inquiry.is_counted(address, "special_offers")

    who.goes_to("/my/privacy/").writes(email=address).presses("Send me the link")
    who.goes_to(mailbox_of(address).waits_for("Your data at").link("/my/privacy/enter/"))
    who.page.locator("main form button").click()
    who.goes_to("/my/privacy/data/").sees("A subscription", "From a sign-up field")
    who.goes_to("/my/privacy/choices/").presses("Stop the mails")
    assert not inquiry.is_counted(address, "special_offers")


def test_with_the_keyboard_alone(visits: Visits) -> None:
    who = visits(reduced_motion="reduce")
    who.goes_to("/").presses("Decline all", within="body")
    reaches(who, who.page.locator(FOOT)).type("dora.keys@example.com")
    reaches(who, who.page.locator("footer").get_by_role("button", name="Choose what")).press("Enter")
    who.page.wait_for_url("**/news/ask/")
    reaches(who, who.page.get_by_label("Newsletter")).press("Space")
    expect(who.page.get_by_label("Newsletter")).to_be_checked()
    reaches(who, who.page.locator("main").get_by_role("button", name="Sign up")).press("Enter")
    who.sees("Look into your mailbox")
