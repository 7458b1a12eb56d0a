"""Somebody at a browser: goes to pages, presses what is to be pressed, and notices everything that is out of order."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

_SHOTS = os.environ.get("TROTH_SHOTS", "")
# A picture below the fold is only fetched when somebody scrolls there.
_PICTURES = """async () => {
  for (const each of document.images) each.loading = "eager";
  await Promise.race([Promise.all([...document.images].map((each) => each.decode().catch(() => null))),
                      new Promise((late) => setTimeout(late, 3000))]);
}"""


@dataclass
class Visitor:
    """`complaints`: broken content policies, errors of scripts, missing files, requests to other hosts.

    `pays_at`: the one other address a whole page may lead to, where one pays. Nothing else may come from there.
    """

    context: BrowserContext
    shop: str
    walk: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    lets_others_in: bool = False  # where a no is enough and none was said; the crawl says what exactly may load
    steps: int = 0
    pays_at: str = ""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)

    # -- doing

    def goes_to(self, path: str) -> Visitor:
        self.page.goto(path if path.startswith("http") else self.shop + path)
        return self

    def follows(self, words: str | re.Pattern[str], within: str = "main") -> Visitor:
        self.page.locator(within).get_by_role("link", name=words).first.click()
        return self

    def presses(self, words: str | re.Pattern[str], within: str = "main") -> Visitor:
        self.page.locator(within).get_by_role("button", name=words).first.click()
        return self

    def writes(self, **typed: str) -> Visitor:
        """By the names of the fields; `__` stands for `-`."""
        for name, words in typed.items():
            self.named(name.replace("__", "-")).fill(words)
        return self

    def chooses(self, name: str, value: str) -> Visitor:
        self.named(name).select_option(value)
        return self

    def named(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]').first

    # -- seeing

    def sees(self, *words: str | re.Pattern[str]) -> Visitor:
        for each in words:
            try:
                expect(self.page.locator("body")).to_contain_text(each, timeout=8_000)
            except AssertionError:
                said = self.page.locator("main").inner_text()[:600]
                raise AssertionError(f"{each!r} does not stand on {self.page.url}, which says:\n{said}") from None
        return self

    def does_not_see(self, *words: str) -> Visitor:
        text = self.page.content()
        for each in words:
            assert each not in text, f"{each!r} stands on {self.page.url}"
        return self

    def is_at(self, path: str) -> Visitor:
        expect(self.page).to_have_url(re.compile(rf"^{re.escape(self.shop)}{path}"))
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def shows(self, step: str) -> Visitor:
        """A picture of this step, where `TROTH_SHOTS` names a folder for it."""
        self.steps += 1
        if _SHOTS:
            Path(_SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.evaluate(_PICTURES)
            self.page.screenshot(path=Path(_SHOTS) / f"{self.walk}-{self.steps:02}-{step}.png", full_page=True)
        return self

    # -- noticing

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium says this of every page with an error status, and a refusal is one; `_answered` watches the rest.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        ours = request.url.startswith((f"{self.shop}/", "data:", "blob:", "about:"))
        elsewhere = self.lets_others_in and request.url.startswith("http://elsewhere.localhost:")
        if not ours and not elsewhere and not self._is_paying(request):
            self.complaints.append(f"{self.page.url} asked {request.url}")

    def _is_paying(self, request: Request) -> bool:
        """A page of the payment provider's, or what such a page fetches for itself."""
        if not self.pays_at or not request.url.startswith(f"{self.pays_at}/"):
            return False
        return request.is_navigation_request() or request.frame.url.startswith(f"{self.pays_at}/")

    def _answered(self, response: Response) -> None:
        broken = response.status >= 500
        missing = response.status >= 400 and response.request.resource_type not in ("document", "fetch")
        if broken or missing:
            self.complaints.append(f"{response.status} for {response.url}")
