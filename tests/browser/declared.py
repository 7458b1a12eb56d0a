"""The policy's word about browsers, held against what a crawl saw: in both directions, and in every state of consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from tests.browser.crawler import Asked, Kept, Seen

Rules = Mapping[str, Any]


def differences(rules: Rules, crawl: Iterable[Seen], port: int) -> list[str]:
    """Each difference as a sentence; none if browsers keep and load what the policy says, no more and no less."""
    seen, book = list(crawl), Book(rules, port)
    found = [fault for each in seen for fault in (*book.too_much(each), *book.too_little(each))]
    found += [f"{name} is declared and never seen" for name in sorted(book.never(seen))]
    return found


class Book:
    """What is declared, looked up by what a browser sees. `rules`: policy.yaml as plain data."""

    def __init__(self, rules: Rules, port: int) -> None:
        self.elsewhere = f"http://elsewhere.localhost:{port}"
        built = {name for name, clause in rules["clauses"].items() if clause["built"]}
        self.services = {name: each for name, each in rules["services"].items() if each["clause"] in built}
        self.own = {name: each for name, each in rules["cookies"].items() if each["clause"] in built}

    def category(self, kept: Kept) -> str | None:
        """Of what is declared; None of what is not."""
        for name, each in self.own.items():
            if (
                kept.store == each["kept_in"]
                and kept.at in ("shop", "")
                and fnmatchcase(kept.name, each["named"] or name)
            ):
                return str(each["category"])
        for service in self.services.values():
            for name, left in service["cookies"].items():
                here = kept.at in ("", "shop" if left["at"] == "shop" else self._host(service))
                if kept.store == "cookie" and kept.name == name and here:
                    return str(service["category"])
        return None

    def too_much(self, seen: Seen) -> Iterator[str]:
        for kept in seen.kept:
            category = self.category(kept)
            if category is None:
                yield f"{seen.state}: {kept.store} {kept.name!r} at {kept.at or 'shop'} is not declared"
            elif category != "essential" and category not in seen.allowed:
                yield f"{seen.state}: {kept.store} {kept.name!r} is there without a yes to {category}"
        for asked in seen.elsewhere:
            service = self._of(asked) or self._around(asked)
            if service is None:
                yield f"{seen.state}: {asked.address} was asked for, and nobody declared it"
            elif self.services[service]["category"] not in seen.allowed:
                yield f"{seen.state}: {service} was loaded without a yes"

    def too_little(self, seen: Seen) -> Iterator[str]:
        """Who walked past every page and allowed a category has met each service of it."""
        met = {self._of(asked) for asked in seen.elsewhere}
        for name, service in self.services.items():
            if service["category"] in seen.allowed and name not in met:
                yield f"{seen.state}: {name} is allowed and was not loaded"

    def never(self, seen: list[Seen]) -> set[str]:
        kept = {each for one in seen for each in one.kept}
        cookies = {
            name
            for name, each in self.own.items()
            if not any(k.store == each["kept_in"] and fnmatchcase(k.name, each["named"] or name) for k in kept)
        }
        left = {(name, self._host(each)) for each in self.services.values() for name in each["cookies"]}
        return cookies | {name for name, at in left if Kept("cookie", name, at) not in kept}

    def _of(self, asked: Asked) -> str | None:
        """The service that a page of the shop loads at this address."""
        for name, service in self.services.items():
            start = service["address"].partition("{what}")[0].replace("practice/", f"{self.elsewhere}/", 1)
            if asked.address.startswith(start) and not asked.inside:
                return name
        return None

    def _around(self, asked: Asked) -> str | None:
        """The service in whose frame this was asked for, of the frame's own host: its page, not ours."""
        if asked.inside != urlsplit(asked.address).hostname:
            return None
        frames = (name for name, each in self.services.items() if "frame-src" in each["hosts"])
        return next((name for name in frames if self._host(self.services[name]) == asked.inside), None)

    def _host(self, service: Mapping[str, Any]) -> str:
        start = service["address"].replace("practice/", f"{self.elsewhere}/", 1)
        return urlsplit(start).hostname or ""
