"""Pages and the guest checkout of both builds, in turns: what they ask the stores, cost the server, and how fast they are."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from . import shopper
from .browser import Browser, Unexpected
from .load import Run, Work, median, percentile, run, timed
from .probe import COUNTED, COUNTING
from .server import Server
from .sizes import Sizes

SHOPPERS = (1, 4)
SEARCHED = ("beaker", "amber", "glass", "flask", "volume", "burette")
BUILDS = ("enforced", "plain")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """`paths` are visited in turn; `cookies`: of somebody signed in.

    `cache`: "kept"; "found the same" after a change of the catalogue before each request, elsewhere; "emptied" before each.
    """

    name: str
    cache: str
    paths: list[str]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)  # by build

    @property
    def headers(self) -> dict[str, str]:
        return {"emptied": {"X-Bench-Empty": "1"}, "found the same": {"X-Bench-Changed": "1"}}.get(self.cache, {})


def pages(servers: dict[str, Server], filled: Row, sizes: Sizes) -> list[Row]:
    return [_measured(page, servers, sizes) for page in _pages(servers, filled)]


def checkout(servers: dict[str, Server], filled: Row, sizes: Sizes) -> list[Row]:
    """The whole flow of a guest. The worker that sends the mails is not running, and not counted."""

    def work(server: Server) -> Work:
        def buying(number: int, times: int) -> list[float]:
            seed = time.time_ns() % 1_000_000 + number
            products = shopper.goods(filled["product"], seed)
            return [
                timed(lambda place=place: shopper.buy(server.port, products[place % len(products)], seed + place))
                for place in range(times)
            ]

        return buying

    works = {build: work(server) for build, server in servers.items()}
    for each in works.values():
        each(0, 4)
    counts = {build: _counted(server, lambda build=build: works[build](0, 1)) for build, server in servers.items()}
    requests = shopper.buy(servers["enforced"].port, filled["product"][0], 0).requests
    return [_row("guest checkout", f"{requests} requests", counts, _rounds(servers, works, sizes.checkouts, sizes))]


def signed_in(server: Server, log_in: list[str]) -> dict[str, str]:
    """The cookies of a customer who has signed in."""
    browser = Browser(server.port)
    browser.visit("/account/login/")
    token = browser.field("csrfmiddlewaretoken")
    browser.send(browser.path, {"csrfmiddlewaretoken": token, "login": log_in[0], "password": log_in[1]})
    if browser.path != "/account/":
        raise Unexpected(f"signed in, and came to {browser.path}")
    browser.close()
    return browser.cookies


def _pages(servers: dict[str, Server], filled: Row) -> list[Page]:
    paths = {
        "home": ["/"],
        "category": filled["category"],
        "product": filled["product"],
        "search": [f"/search/?q={words.replace(' ', '+')}" for words in SEARCHED],
    }
    whole = [Page(name, cache, paths[name]) for name in paths for cache in ("kept", "found the same", "emptied")]
    # A kept page has to be kept first, by both workers: a few addresses, many times.
    few = [page if page.cache == "emptied" else Page(page.name, page.cache, page.paths[:5]) for page in whole]
    cookies = {build: signed_in(server, filled["log_in"]) for build, server in servers.items()}
    return [*few, Page("My account, signed in", "never kept", ["/account/"], cookies)]


def _measured(page: Page, servers: dict[str, Server], sizes: Sizes) -> Row:
    works = {build: _visiting(page, build, server) for build, server in servers.items()}
    for build, work in works.items():
        for _ in range(3):  # a connection stays with one worker; several warm up both
            work(0, 10 + 2 * len(page.paths[:10]))
        run(servers[build], work, 4, 40)
    counts = {build: _counted(server, lambda build=build: works[build](0, 1)) for build, server in servers.items()}
    return _row(page.name, page.cache, counts, _rounds(servers, works, sizes.requests, sizes))


def _visiting(page: Page, build: str, server: Server) -> Work:
    def visits(number: int, times: int) -> list[float]:
        browser = Browser(server.port)
        browser.headers |= page.headers
        browser.cookies |= page.cookies.get(build, {})

        def visit(place: int) -> None:
            path = page.paths[(number * 13 + place * 7) % len(page.paths)]
            if (status := browser.get(path)) != 200:
                raise Unexpected(f"{path}: {status}")

        took = [timed(lambda place=place: visit(place)) for place in range(times)]
        browser.close()
        return took

    return visits


def _rounds(
    servers: dict[str, Server], works: dict[str, Work], times: int, sizes: Sizes
) -> dict[tuple[str, int], list[Run]]:
    """By build and number of shoppers. The builds take turns, and take turns in going first."""
    runs: dict[tuple[str, int], list[Run]] = {(build, many): [] for build in servers for many in SHOPPERS}
    for turn in range(sizes.rounds):
        for many in SHOPPERS:
            for build in list(servers)[:: 1 if turn % 2 == 0 else -1]:
                runs[build, many].append(run(servers[build], works[build], many, times))
    return runs


def _row(name: str, about: str, counts: dict[str, Row], runs: dict[tuple[str, int], list[Run]]) -> Row:
    row: Row = {"page": name, "cache": about}
    for build, count in counts.items():
        mark = "" if build == "enforced" else f"{build} "
        row |= {f"{mark}SQL shop": count["shop"], f"{mark}SQL vault": count["vault"]}
        alone = runs[build, 1]
        row[f"{mark}CPU ms"] = round(median([each.cpu_ms for each in alone]), 2)
        row[f"{mark}CPU ms, least"] = round(min(each.cpu_ms for each in alone), 2)
        if any(each.store for each in alone):
            row[f"{mark}CPU ms of the database"] = round(median([each.store_ms for each in alone]), 2)
    if len(counts) > 1:
        pairs = [
            ours.cpu_ms / theirs.cpu_ms
            for many in SHOPPERS
            for ours, theirs in zip(runs["enforced", many], runs["plain", many], strict=True)
        ]
        row["CPU to plain"] = round(median(pairs), 3)
    for many in SHOPPERS:
        mine = runs["enforced", many]
        times = [took for each in mine for took in each.times]
        row |= {
            f"{many}: /s": round(median([each.rate for each in mine]), 1),
            f"{many}: p50 ms": round(percentile(times, 0.5), 1),
            f"{many}: p99 ms": round(percentile(times, 0.99), 1),
        }
    row["others' cores"] = round(median([each.foreign for each in runs["enforced", SHOPPERS[-1]]]), 1)
    return row


def _counted(server: Server, act: Callable[[], object]) -> Row:
    """Statements, in both stores, of whatever requests one act causes; the least of three times."""
    seen = []
    for _ in range(3):
        time.sleep(0.1)  # until a file's time stamp vouches for what was read before
        with _counting(server) as lines:
            act()
        told = [json.loads(line) for line in lines()]
        seen.append({store: sum(each[store] for each in told) for store in ("shop", "vault", "transactions")})
    return min(seen, key=lambda each: each["shop"] + each["vault"])


@contextmanager
def _counting(server: Server) -> Iterator[Callable[[], list[str]]]:
    home = server.place.home
    (home / COUNTED).unlink(missing_ok=True)
    (home / COUNTING).touch()
    try:
        yield lambda: (home / COUNTED).read_text().splitlines()
    finally:
        (home / COUNTING).unlink()
