"""Somebody's mailbox: in practice, the page where the shop's letters can be read."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from html import unescape

from playwright.sync_api import APIRequestContext

_ROW = re.compile(r'<a href="(/practice/outbox/[^"]+/)">(.*?)</a></th>\s*<td[^>]*>(.*?)</td>', re.DOTALL)
_TEXT = re.compile(r'aria-labelledby="as-text".*?<div class="prose small">(.*?)</div>', re.DOTALL)


@dataclass(frozen=True)
class Letter:
    path: str
    subject: str
    to: str
    text: str

    def link(self, path: str) -> str:
        """The path of the first link in it that begins with `path`."""
        found = re.search(rf"https?://[^/\s]+({re.escape(path)}[^\s<>\"]*)", self.text)
        assert found, f"no link to {path} in: {self.text}"
        return found.group(1)


@dataclass(frozen=True)
class Mailbox:
    request: APIRequestContext
    shop: str
    address: str

    def letters(self) -> list[tuple[str, str]]:
        """(path, subject), newest first."""
        page = self.request.get(f"{self.shop}/practice/outbox/").text()
        rows = [[unescape(part).strip() for part in row] for row in _ROW.findall(page)]
        return [(path, subject) for path, subject, to in rows if to == self.address]

    def waits_for(self, subject: str, seconds: float = 60.0) -> Letter:
        """The newest letter whose subject contains these words."""
        until = time.monotonic() + seconds
        while True:
            for path, said in self.letters():
                if subject.casefold() in said.casefold():
                    return Letter(path, said, self.address, self._text(path))
            assert time.monotonic() < until, f"no letter {subject!r} to {self.address}: {self.letters()}"
            time.sleep(0.25)

    def _text(self, path: str) -> str:
        found = _TEXT.search(self.request.get(self.shop + path).text())
        assert found, path
        return unescape(re.sub(r"<[^>]+>", "", found.group(1).replace("<br>", "\n")))
