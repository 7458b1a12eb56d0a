"""A served practice shop, a Chromium, and people who use both.

`TROTH_SHOTS=folder` keeps a picture of every step. The browser is closed after each file: its event loop and Django's
must not meet in one process.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.inquiry import Inquiry
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop, served
from tests.browser.visitor import Visitor

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Visits = Callable[..., Visitor]
Rules = dict[str, Any]


@pytest.fixture(scope="session")
def shop() -> Iterator[PracticeShop]:
    with served() as one:
        yield one


@pytest.fixture(scope="module")
def rules(shop: PracticeShop) -> Rules:
    """Of the policy that this shop follows, as plain data."""
    found: Rules = json.loads(shop.troth("policy", "export", "--format", "json"))["rules"]
    return found


@pytest.fixture(scope="session")
def inquiry(shop: PracticeShop) -> Iterator[Inquiry]:
    with Inquiry(shop) as one:
        yield one


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@contextmanager
def a_browser() -> Iterator[Browser]:
    """One of its own, for this thread alone."""
    named = os.environ.get("TROTH_CHROMIUM", "/usr/bin/chromium")
    path = None if named == "playwright" else shutil.which(named) or named
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visits(shop: PracticeShop, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Opens a fresh browser for somebody. At the end nobody may have noticed anything out of order."""
    walk = re.sub(r"\W+", "-", request.node.name.removeprefix("test_"))
    came: list[Visitor] = []

    def visit(name: str = "", **how: Any) -> Visitor:
        how = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **how}
        came.append(Visitor(chromium.new_context(**how), shop.url, f"{walk}-{name}" if name else walk))
        return came[-1]

    yield visit
    complaints = [complaint for visitor in came for complaint in visitor.complaints]
    for visitor in came:
        visitor.context.close()
    assert complaints == [], shop.log.read_text()[-3000:]


@pytest.fixture
def mailbox_of(shop: PracticeShop, visits: Visits) -> Callable[[str], Mailbox]:
    reading = visits("mailbox").context.request
    return lambda address: Mailbox(reading, shop.url, address)
