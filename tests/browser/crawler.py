"""What a browser keeps and asks for while somebody walks through the shop, as the browser itself tells it.

Cookies of every host (read from the browser, and from each answer's headers, so that one which lives for a page is seen), local
and session storage, IndexedDB and caches of every frame, and each request to any other host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request

# A frame of another site may be denied its stores by the browser: then it has none.
_STORES = """async () => {
  const of = async (store, read) => { try { return [store, await read()]; } catch { return [store, []]; } };
  return Object.fromEntries(await Promise.all([
    of("localStorage", () => Object.keys(localStorage)),
    of("sessionStorage", () => Object.keys(sessionStorage)),
    of("indexedDB", async () => (await indexedDB.databases()).map((each) => each.name)),
    of("caches", () => caches.keys()),
  ]));
}"""
_SHOW_FRAMES = "() => { for (const each of document.querySelectorAll('iframe')) each.loading = 'eager'; }"


@dataclass(frozen=True, slots=True)
class Kept:
    """`at` is "shop" or the other host; `store` is "cookie" or another store of the browser's."""

    store: str
    name: str
    at: str = "shop"


@dataclass(frozen=True, slots=True)
class Asked:
    """An address at another host. `inside`: the other host whose frame asked for it; "" if a page of the shop did."""

    address: str
    inside: str = ""


@dataclass
class Seen:
    """One state of consent: what was allowed, and what was seen."""

    state: str
    allowed: frozenset[str]
    kept: set[Kept] = field(default_factory=set)
    elsewhere: set[Asked] = field(default_factory=set)
    pages: int = 0
    opened: set[str] = field(default_factory=set)  # addresses as `tests/places.py` has them


class Crawler:
    def __init__(self, context: BrowserContext, shop: str, state: str, allowed: Iterable[str] = ()) -> None:
        self.context, self.shop, self.state = context, shop, state
        self.seen = Seen(state, frozenset(allowed))
        self.all = [self.seen]
        context.set_default_timeout(20_000)
        context.on("request", self._asked)
        self.page: Page = context.new_page()
        wire = context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.responseReceivedExtraInfo", self._answered)

    def as_who(self, who: str) -> Crawler:
        """The same browser from here on as somebody else: what it asks for is theirs, what it keeps stays."""
        if self.seen.pages:
            self.seen = Seen(self.seen.state, self.seen.allowed)
            self.all.append(self.seen)
        self.seen.state = f"{self.state}, {who}"
        return self

    def opens(self, address: str, path: str) -> Crawler:
        """A page that is there for whoever looks now."""
        answer = self.page.goto(self.shop + path)
        assert answer is not None, path
        assert answer.status == 200, f"{self.seen.state}: {path} answers {answer.status}"
        assert self.page.url == self.shop + path, f"{self.seen.state}: {path} leads to {self.page.url}"
        self.seen.opened.add(address)
        return self.looks()

    def stands_at(self, address: str, path: str) -> Crawler:
        """A page that nobody can ask for by its address alone: the way there has led to it, with words behind a `?`."""
        self.page.wait_for_url(re.compile(rf"^{re.escape(self.shop + path)}\?"))
        self.seen.opened.add(address)
        return self.looks()

    def walks(self, *paths: str) -> Crawler:
        for path in paths:
            self.page.goto(self.shop + path)
            self.looks()
        return self

    def looks(self) -> Crawler:
        """Everything the browser holds, on the page that it shows now."""
        self.seen.pages += 1
        if self.page.locator("iframe").count():
            self.page.evaluate(_SHOW_FRAMES)
            self.page.wait_for_load_state("networkidle")
        for cookie in self.context.cookies():
            self.seen.kept.add(Kept("cookie", cookie.get("name", ""), self._at(cookie.get("domain", ""))))
        for frame in self.page.frames:
            if frame.url.startswith("http"):
                self._stored(frame.evaluate(_STORES), self._at(urlsplit(frame.url).hostname or ""))
        return self

    def _stored(self, stores: dict[str, list[str]], at: str) -> None:
        for store, names in stores.items():
            self.seen.kept.update(Kept(store, name, at) for name in names)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and not request.url.startswith(f"{self.shop}/"):
            inside = "" if request.is_navigation_request() else urlsplit(request.frame.url).hostname or ""
            self.seen.elsewhere.add(Asked(request.url, inside if self._at(inside) != "shop" else ""))

    def _answered(self, told: dict[str, Any]) -> None:
        """Set-Cookie lines of the page's own answers; a later page may have taken the cookie away again."""
        for name, lines in told["headers"].items():
            if name.lower() == "set-cookie":
                for line in lines.split("\n"):
                    if "max-age=0" not in line.lower():
                        self.seen.kept.add(Kept("cookie", line.partition("=")[0].strip(), ""))

    def _at(self, host: str) -> str:
        return "shop" if host.lstrip(".") == urlsplit(self.shop).hostname else host.lstrip(".")
