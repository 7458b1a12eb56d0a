"""What the log of visits costs a product page: the same shop with and without it, in one process, in turns.

    .venv/bin/python -m bench.visits [--rounds 40] [--requests 300] [--json FILE]

The page is a kept one, the cheapest there is, so that the ratio is the dearest. Counted is the processor time of the request
and of handing the visits to the vault (parsing, sealing, the entry, the commit), and apart from it what the visitor waits for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from .asking import ask, prepared, product, shop

MIDDLEWARE = "troth.storefront.visitlog.VisitLog"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--requests", type=int, default=300, help="of each round; a batch is as many")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as place:
        prepared(Path(place))
        figures = _told(_measured(told.rounds, told.requests))
    for name, value in figures.items():
        sys.stdout.write(f"{name:<46} {value}\n")
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n")


def _measured(rounds: int, requests: int) -> list[tuple[float, float, float, float]]:
    """Of each round the seconds of CPU with the log, without it, and of handing over; and how many were asked."""
    with_log, without = shop(), shop([MIDDLEWARE])
    path = product()
    for each in (with_log, without):
        ask(each, path, requests)
    _flushed()
    found: list[tuple[float, float, float, float]] = []
    for number in range(rounds):
        both = [(True, with_log), (False, without)]
        asked, flushed = {}, 0.0
        for logged, each in both if number % 2 else reversed(both):
            asked[logged] = ask(each, path, requests)
            flushed += _flushed() if logged else 0.0
        found.append((asked[True], asked[False], flushed, requests))
    return found


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


def _flushed() -> float:
    from troth.visits import log

    began = time.process_time()
    log.flush()
    return time.process_time() - began


if __name__ == "__main__":
    main()
