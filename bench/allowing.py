"""What a visitor who allows measurement costs, beside one who has said nothing: the product page, and the picture that counts.

    .venv/bin/python -m bench.allowing [--rounds 30] [--requests 300] [--json FILE]

One practice shop in one process; its page is kept, the cheapest there is, so that the ratios are the dearest. Each page is asked of
the whole shop and of one without the visit log, without counting and without enforcement, in turns.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

from .asking import BY_PEOPLE, ask, prepared, product, shop

LEFT_OUT: Final = (
    "troth.storefront.enforcement.Cookies",
    "troth.storefront.visitlog.VisitLog",
    "troth.storefront.counted.Counted",
    "troth.storefront.enforcement.BrowserRules",
)
PICTURE: Final = "/seen/page.gif"
WARM: Final = 40  # requests before each measured round, so that none pays for what the one before left behind
type Asking = Callable[[int], float]  # how many requests → seconds of CPU
NOTHING, ALLOWS = "said nothing", "allows measurement"
COUNTS, COUNTED, NEW = "picture, counts", "picture, counted before", "picture, sent back for its cookie"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--requests", type=int, default=300, help="of each kind in a round")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as place:
        prepared(Path(place))
        figures = _told(_measured(_askings(), told.rounds, told.requests), told.requests)
    for name, value in figures.items():
        sys.stdout.write(f"{name:<66} {value}\n")
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n")


def _askings() -> dict[str, Asking]:
    """What is asked in each round, by name; each is tried, which also keeps the pages."""
    whole, bare, path = shop(), shop(LEFT_OUT), product()
    choice, begun, counted = _cookies(path)
    picture = {"QUERY_STRING": f"at={path}", "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_SEC_FETCH_DEST": "image"}

    def asking(handler: Any, path: str, status: str = "200", cookies: str = "", **sent: str) -> Asking:
        if cookies:
            sent["HTTP_COOKIE"] = cookies
        return lambda requests: ask(handler, path, requests, agents=BY_PEOPLE, status=status, **sent)

    found = {
        f"{NOTHING}, whole": asking(whole, path),
        f"{NOTHING}, bare": asking(bare, path),
        f"{ALLOWS}, whole": asking(whole, path, cookies=choice),
        f"{ALLOWS}, bare": asking(bare, path, cookies=choice),
        COUNTS: asking(whole, PICTURE, cookies=f"{choice}; {begun}", **picture),
        COUNTED: asking(whole, PICTURE, cookies=f"{choice}; {counted}", **picture),
        NEW: asking(whole, PICTURE, "302", cookies=choice, **picture),
    }
    for each in found.values():
        each(WARM)
    return found


def _cookies(path: str) -> tuple[str, str, str]:
    """Of somebody who said yes to measurement alone; of the day, before and after this page was counted."""
    from django.utils import timezone

    from troth.storefront.banners.visitor import cookie_name
    from troth.storefront.consent.sent import cookie_name as choices_name
    from troth.storefront.consent.sent import today
    from troth.visits import consent, once

    answers = {category: category == once.CATEGORY for category in consent.CATEGORIES}
    choice = f"{choices_name()}={consent.choose((), answers, signal=False, today=today())}"
    begun = once.begun(timezone.localdate())
    return choice, f"{cookie_name()}={begun}", f"{cookie_name()}={once.added(begun, path, timezone.localdate())}"


def _measured(askings: dict[str, Asking], rounds: int, requests: int) -> list[dict[str, float]]:
    """Each round asks all of them, in an order of its own. What they put aside is handed over in between."""
    names, found = [*askings], []
    for number in range(rounds):
        seconds = {}
        for name in random.Random(number).sample(names, len(names)):
            askings[name](WARM)
            seconds[name] = askings[name](requests)
            seconds[f"{name}, handed over"] = _flushed() * requests / (requests + WARM)
        found.append(seconds)
    return found


def _flushed() -> float:
    from troth.visits import counting, log

    began = time.process_time()
    log.flush()
    counting.flush()
    return time.process_time() - began


def _told(found: list[dict[str, float]], requests: int) -> dict[str, Any]:
    """Microseconds of CPU a request, and ratios of the same round; medians of rounds."""

    def micro(name: str) -> float:
        return round(median(each[name] for each in found) / requests * 1e6, 1)

    def ratio(top: tuple[str, ...], bottom: str) -> float:
        return round(median(sum(each[name] for name in top) / each[bottom] for each in found), 3)

    nothing, allows = f"{NOTHING}, whole", f"{ALLOWS}, whole"
    return {
        "rounds": len(found),
        **{f"{name}, µs": micro(name) for name in sorted(found[0])},
        "page, who allows to who said nothing": ratio((allows,), nothing),
        "page and counting picture, who allows to who said nothing": ratio((allows, COUNTS), nothing),
        "page and picture of a page counted before, the same": ratio((allows, COUNTED), nothing),
        "page, logging and enforcement to without, who said nothing": ratio((nothing,), f"{NOTHING}, bare"),
        "page, logging and enforcement to without, who allows": ratio((allows,), f"{ALLOWS}, bare"),
        "the same with what is handed over, who said nothing": ratio(
            (nothing, f"{nothing}, handed over"), f"{NOTHING}, bare"
        ),
        "the same with what is handed over, who allows": ratio((allows, f"{allows}, handed over"), f"{ALLOWS}, bare"),
    }


if __name__ == "__main__":
    main()
