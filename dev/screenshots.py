"""`make screenshots`: draws docs/pictures anew, from a practice shop in a folder of its own.

Each stays well below 300 kB. Needs Chromium, as the browser tests do (TROTH_CHROMIUM names one).
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import shopping
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop, served
from tests.browser.visitor import Visitor
from tests.cast import ADA, BEN

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDE = {"width": 1280, "height": 860}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as shop, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=QUIET)
        _the_shop(browser, shop)
        _my_privacy(browser, shop)
        _the_office(browser, shop)
        browser.close()
    return 0


def _the_shop(browser: Browser, shop: PracticeShop) -> None:
    who = _visitor(browser, shop)
    who.goes_to("/")
    _keep(who, "shop.png")


def _my_privacy(browser: Browser, shop: PracticeShop) -> None:
    """Who was told what, of somebody whose order was packed and sent."""
    ada, olga = _decided(_visitor(browser, shop)), _visitor(browser, shop)
    number = shopping.buys_as_a_guest(ada, ADA)
    shopping.signs_in(olga, *shop.people["Order desk"], then=f"/office/orders/{number}/")
    olga.presses("It is packed").presses("Book with UPS").sees("Booked")
    mailbox = Mailbox(ada.context.request, shop.url, ADA.email)
    mailbox.waits_for("on its way")
    shopping.enters_by_link(ada, mailbox)
    ada.goes_to("/my/privacy/uses/?show=told").page.wait_for_timeout(1500)  # until the newest lines are signed
    ada.page.reload()
    _keep(ada, "my-privacy.png")


def _the_office(browser: Browser, shop: PracticeShop) -> None:
    """An order to pack: what the order desk opens, and what stays sealed from it."""
    number = shopping.buys_as_a_guest(_visitor(browser, shop), BEN, "media-bottle")
    olga = _visitor(browser, shop)
    shopping.signs_in(olga, *shop.people["Order desk"], then=f"/office/orders/{number}/")
    _keep(olga, "office.png")


def _decided(who: Visitor) -> Visitor:
    """Declined, so that the question does not lie over what is shown."""
    return who.goes_to("/").presses("Decline all", within=".consent")


def _visitor(browser: Browser, shop: PracticeShop) -> Visitor:
    return Visitor(browser.new_context(viewport=WIDE, reduced_motion="reduce"), shop.url, "screenshots")


def _keep(who: Visitor, name: str) -> None:
    """Reduced to 64 shades a channel: a drawn page looks the same and takes two thirds of the room."""
    who.page.wait_for_load_state("networkidle")
    drawn = Image.open(io.BytesIO(who.page.screenshot())).convert("RGB")
    drawn.point([round(shade * 63 / 255) * 255 // 63 for shade in range(256)] * 3).save(PICTURES / name, optimize=True)
    sys.stdout.write(f"docs/pictures/{name}: {(PICTURES / name).stat().st_size // 1024} kB\n")


def _chromium() -> str | None:
    named = os.environ.get("TROTH_CHROMIUM", "chromium")
    return None if named == "playwright" else shutil.which(named) or named


if __name__ == "__main__":
    sys.exit(main())
