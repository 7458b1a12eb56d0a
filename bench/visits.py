"""What the log of visits costs a product page: the same shop with and without it, in one process, in turns.

    .venv/bin/python -m bench.visits [--rounds 40] [--requests 300] [--json FILE]

The page is a kept one, the cheapest there is, so that the ratio is the dearest. Counted is the processor time of the request
and of handing the visits to the vault (parsing, sealing, the entry, the commit), and apart from it what the visitor waits for.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

MIDDLEWARE = "troth.storefront.visitlog.VisitLog"
BROWSERS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--requests", type=int, default=300, help="of each round; a batch is as many")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as place:
        figures = _measured(Path(place), told.rounds, told.requests)
    for name, value in figures.items():
        sys.stdout.write(f"{name:<46} {value}\n")
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n")


def _measured(place: Path, rounds: int, requests: int) -> dict[str, Any]:
    os.environ["TROTH_HOME"], os.environ["TROTH_KEYS"] = str(place / "var"), str(place / "keys")
    from troth.cli import prepare

    prepare.prepare()
    with_log, without = _shop(logged=True), _shop(logged=False)
    path = _product()
    for shop in (with_log, without):
        _ask(shop, path, requests)
    _flushed()
    found: list[tuple[float, float, float, float]] = []
    for number in range(rounds):
        both = [(True, with_log), (False, without)]
        asked, flushed = {}, 0.0
        for logged, shop in both if number % 2 else reversed(both):
            asked[logged] = _ask(shop, path, requests)
            flushed += _flushed() if logged else 0.0
        found.append((asked[True], asked[False], flushed, requests))
    return _told(found)


def _told(found: list[tuple[float, float, float, float]]) -> dict[str, Any]:
    def micro(seconds: float, many: float) -> float:
        return round(seconds / many * 1e6, 1)

    return {
        "rounds": len(found),
        "page without the log, µs of CPU": median(micro(plain, many) for _, plain, _, many in found),
        "what the visitor waits for more, µs of CPU": median(micro(log - plain, many) for log, plain, _, many in found),
        "handing over to the vault, µs of CPU a visit": median(micro(flush, many) for _, _, flush, many in found),
        "request alone, with to without": round(median(log / plain for log, plain, _, _ in found), 3),
        "all of it, with to without": round(median((log + flush) / plain for log, plain, flush, _ in found), 3),
    }


def _shop(*, logged: bool) -> Any:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    whole = list(settings.MIDDLEWARE)
    settings.MIDDLEWARE = [each for each in whole if logged or each != MIDDLEWARE]
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = whole


def _product() -> str:
    from troth.catalog.models import Product

    return f"/products/{Product.objects.filter(status='published').values_list('slug', flat=True)[0]}/"


def _ask(shop: Any, path: str, requests: int) -> float:
    """Seconds of CPU."""
    began = time.process_time()
    for number in range(requests):
        asked: dict[str, Any] = {"HTTP_HOST": "localhost", "HTTP_USER_AGENT": BROWSERS[number % len(BROWSERS)]}
        setup_testing_defaults(asked)
        asked |= {"PATH_INFO": path, "REMOTE_ADDR": f"198.18.{number // 250}.{number % 250}"}
        asked["HTTP_REFERER"] = f"https://blog.example/tubes-{number % 50}?from=here"
        answer = shop(asked, _heard)
        for part in answer:
            del part
        answer.close()
    return time.process_time() - began


def _flushed() -> float:
    from troth.visits import log

    began = time.process_time()
    log.flush()
    return time.process_time() - began


def _heard(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Any:
    if not status.startswith("200"):
        raise RuntimeError(f"the page was not shown: {status}")
    return lambda body: None


if __name__ == "__main__":
    main()
