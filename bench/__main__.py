"""What the shop costs, beside a build without enforcement, in one run.

    make bench                                      everything, at full size: about ten minutes
    .venv/bin/python -m bench --quick               the same, small: two minutes
    .venv/bin/python -m bench --only uses --json figures.json
    .venv/bin/python -m bench --store postgresql    on a PostgreSQL server of its own

Machines are noisy: counts and ratios come first, and are what to compare. docs/measures.md says what was reached.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from .parts import PARTS, Run, Tables
from .place import Failed
from .sizes import FULL, QUICK
from .stores import NoServer, Sqlite, Stores, postgresql
from .surroundings import surroundings
from .table import table

STORES: dict[str, Callable[[], AbstractContextManager[Stores]]] = {
    "sqlite": lambda: nullcontext(Sqlite()),
    "postgresql": postgresql,
}


def main() -> int:
    told = _arguments()
    try:
        with STORES[told.store]() as stores:
            return _measured(told, stores)
    except (Failed, NoServer) as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1


def _measured(told: argparse.Namespace, stores: Stores) -> int:
    sizes = QUICK if told.quick else FULL
    around = surroundings(sizes, stores)
    for name, value in around.items():
        print(f"{name:<9} {value}")
    tables: Tables = {}
    with tempfile.TemporaryDirectory(prefix="troth-bench-", dir=told.folder) as folder:
        run = Run(Path(folder), sizes, stores)
        for name in told.only or PARTS:
            began = time.monotonic()
            print(f"\n… {name}", end="", file=sys.stderr, flush=True)
            found = PARTS[name](run)
            print(f" took {time.monotonic() - began:.0f} s", file=sys.stderr)
            for title, rows in found.items():
                print(f"\n{title}\n\n{table(rows)}")
            tables |= found
    if told.json:
        told.json.write_text(json.dumps({"settings": around, "tables": tables}, indent=2) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes: shows that it works, and roughly what it costs"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write settings and figures here, too")
    parser.add_argument(
        "--only", action="append", choices=sorted(PARTS), metavar="NAME", help=f"one of {', '.join(PARTS)}"
    )
    parser.add_argument("--store", choices=sorted(STORES), default="sqlite", help="what the shops keep their data in")
    parser.add_argument("--folder", type=Path, help="where to make the shops (a disk like the real one's)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
