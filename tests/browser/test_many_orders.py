"""Packing many parcels by keyboard: ticked, picked, slips printed a page each, marked as packed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_staff_at_work import comes_to_work
from tests.cast import ADA, BEN

pytestmark = pytest.mark.browser
TO_PACK = "/office/orders/?shelf=to-pack"


def ticks(page: Page, number: str) -> None:
    page.get_by_role("checkbox", name=f"Tick order {number}").check()


# Wagtail's script listens to keys some time after it has come.
LISTENS = """() => [...document.querySelectorAll('[data-controller~="w-kbd"]')]
    .every((each) => window.wagtail?.app?.getControllerForElementAndIdentifier(each, "w-kbd"))"""


def printed_pages(page: Page, file: Path) -> int:
    page.pdf(path=str(file))
    return max(int(many) for many in re.findall(rb"/Count (\d+)", file.read_bytes()))


def test_two_orders_are_ticked_picked_printed_and_packed(shop: PracticeShop, visits: Visits, tmp_path: Path) -> None:
    numbers = [shopping.buys_as_a_guest(visits(who.locality), who, carrier="UPS") for who in (ADA, BEN)]
    olga = comes_to_work(visits("order-desk"), shop, "Order desk", TO_PACK)
    page, boxes = olga.page, olga.page.locator("input[name=order]")

    page.wait_for_function(LISTENS)
    page.keyboard.press("Shift+A")
    expect(page.locator("input[name=order]:checked")).to_have_count(boxes.count())
    page.keyboard.press("Shift+A")
    expect(page.locator("input[name=order]:checked")).to_have_count(0)
    boxes.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("input[name=order]:checked")).to_have_count(2)

    olga.goes_to(TO_PACK)
    for number in numbers:
        ticks(page, number)
    olga.shows("ticked").presses("Pick list").sees(*numbers).does_not_see(*ADA.marks, *BEN.marks).shows("pick-list")
    olga.follows("Packing slips").sees(ADA.street_address, BEN.street_address).shows("slips")
    assert printed_pages(page, tmp_path / "slips.pdf") == 2

    olga.goes_to(TO_PACK)
    for number in numbers:
        ticks(page, number)
    olga.presses("They are packed").sees("2 orders are packed.", *numbers).shows("packed")
    olga.goes_to("/office/orders/?shelf=to-ship").sees(*numbers)
