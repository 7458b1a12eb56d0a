"""What a file of another shop costs to bring in, by the command that a shopkeeper types: time, memory, and a second time.

    .venv/bin/python -m bench.imports [--rows 20000] [--only contacts] [--store postgresql] [--json FILE]

The files are made up here, in the shapes that Shopify exports. Each goes into an empty shop of its own, by a process of its
own, whose greatest memory the kernel tells (ru_maxrss). The target is 120 s and 500 MB for 20,000 rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .place import ROOT, Failed, Place
from .server import free_port
from .stores import NoServer, Sqlite, Stores, postgresql
from .table import table

ROWS: Final = 20_000
SECONDS, MEGABYTES = 120.0, 500.0
STORES: Final[dict[str, Callable[[], AbstractContextManager[Stores]]]] = {
    "sqlite": lambda: nullcontext(Sqlite()),
    "postgresql": postgresql,
}
Rows = Iterator[dict[str, str]]


def products(rows: int) -> Rows:
    """Two variants each, so that half as many products."""
    for number in range(1, rows // 2 + 1):
        handle, first = f"flask-{number}", number * 2 - 1
        about = {
            "Title": f"Flask {number}",
            "Body (HTML)": f"<p>A flask of borosilicate glass, pattern {number}. It stands by itself.</p>",
            "Vendor": "Glassworks",
            "Type": f"Flasks {number % 40}",
            "Tags": "glass, flask",
            "Published": "true",
            "Option1 Name": "Size",
        }
        for place, size in enumerate(("small", "large")):
            yield {
                "Handle": handle,
                **(about if place == 0 else {}),
                "Option1 Value": size,
                "Variant SKU": f"F-{first + place}",
                "Variant Grams": "120",
                "Variant Inventory Tracker": "shopify",
                "Variant Inventory Qty": "25",
                "Variant Inventory Policy": "deny",
                "Variant Price": f"{10 + number % 50}.50",
            }


def contacts(rows: int) -> Rows:
    """As many people, each with an address; every fourth agreed to news there, every seventh said no."""
    for number in range(1, rows + 1):
        yield {
            "Customer ID": f"'72104483{number:06}",
            "First Name": f"Given{number}",
            "Last Name": f"Family{number}",
            "Email": f"person{number}@example.com",
            "Accepts Email Marketing": "yes" if number % 4 == 0 else "no" if number % 7 == 0 else "",
            "Default Address Address1": f"{number} Sample Street",
            "Default Address City": "Boston",
            "Default Address Province Code": "MA",
            "Default Address Country Code": "US",
            "Default Address Zip": f"'0{2100 + number % 99}",
            "Phone": f"'+1617555{number % 10000:04}",
            "Total Orders": "3",
        }


def orders(rows: int) -> Rows:
    """Two lines each, so that half as many orders; each buyer has two."""
    for number in range(1, rows // 2 + 1):
        buyer, name = number // 2, f"#{number}"
        email, when = f"person{buyer}@example.com", f"2026-{1 + number % 9:02}-{1 + number % 27:02} 10:14:00 -0500"
        first = {
            "Name": name,
            "Email": email,
            "Financial Status": "paid",
            "Paid at": when,
            "Fulfillment Status": "fulfilled",
            "Fulfilled at": when,
            "Currency": "USD",
            "Subtotal": "25.00",
            "Shipping": "4.90",
            "Taxes": "1.50",
            "Total": "31.40",
            "Created at": when,
            "Lineitem quantity": "2",
            "Lineitem name": "Flask - small",
            "Lineitem price": "10.00",
            "Lineitem sku": "F-1",
            "Payment Reference": f"c{number:010}.1",
        }
        for which in ("Billing", "Shipping"):
            first |= {
                f"{which} Name": f"Given{buyer} Family{buyer}",
                f"{which} Address1": f"{buyer} Sample Street",
                f"{which} City": "Boston",
                f"{which} Zip": f"'0{2100 + buyer % 99}",
                f"{which} Province": "MA",
                f"{which} Country": "US",
                f"{which} Phone": f"'+1617555{buyer % 10000:04}",
            }
        yield first
        second = {"Lineitem quantity": "1", "Lineitem name": "Cap", "Lineitem price": "5.00", "Lineitem sku": "F-2"}
        yield {"Name": name, "Email": email, "Created at": when, **second}


@dataclass(frozen=True, slots=True)
class File:
    """`rows` of the file made up to so many; `each`: rows that come to one product, person or order."""

    command: tuple[str, ...]
    made: Callable[[int], Rows]
    each: int


FILES: Final = {
    "products": File(("catalog", "import"), products, 2),
    "contacts": File(("intake", "import"), contacts, 1),
    "orders": File(("intake", "import"), orders, 2),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--only", action="append", choices=FILES, metavar="NAME", help=f"one of {', '.join(FILES)}")
    parser.add_argument("--store", choices=sorted(STORES), default="sqlite")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    told = parser.parse_args()
    try:
        with STORES[told.store]() as stores, tempfile.TemporaryDirectory(prefix="troth-bench-") as folder:
            figures = measured(Path(folder), told.rows, told.only or list(FILES), stores)
    except (Failed, NoServer) as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    print(table(figures))
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


def measured(folder: Path, rows: int, names: list[str], stores: Stores) -> list[dict[str, Any]]:
    """A row for each file. Raises Failed where something of a file is missing afterwards, or a second import changes it."""
    empty = Place(folder / "empty", "troth.settings", stores=stores)
    empty.make()
    empty.run("bench.keys")
    return [_brought(empty.twin(name, "troth.settings", free_port()), name, rows) for name in names]


def _brought(place: Place, name: str, rows: int) -> dict[str, Any]:
    file = FILES[name]
    path = place.folder / f"{name}.csv"
    made = written(path, file.made(rows))
    first, second = _run(place, file, path), _run(place, file, path)
    expected = made // file.each
    if first.counts["new"] != expected or second.counts["unchanged"] != expected:
        raise Failed(f"{name}: of {expected} first {first.counts}, then {second.counts}")
    return {
        "file": name,
        "rows": made,
        "kB": path.stat().st_size // 1000,
        "s": round(first.seconds, 1),
        "CPU s": round(first.cpu, 1),
        "rows/s": round(made / first.seconds),
        "MB at most": round(first.megabytes),
        "again: s": round(second.seconds, 1),
        "again: MB": round(second.megabytes),
        "target": "met" if first.seconds <= SECONDS and first.megabytes < MEGABYTES else "short",
    }


def written(path: Path, rows: Rows) -> int:
    """How many rows."""
    known = [*rows]
    columns = list(dict.fromkeys(name for row in known[:2] for name in row))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(known)
    return len(known)


@dataclass(frozen=True, slots=True)
class Ran:
    counts: dict[str, int]
    seconds: float
    cpu: float
    megabytes: float


def _run(place: Place, file: File, path: Path) -> Ran:
    """The command itself; the kernel tells what it used. Raises Failed."""
    command = [sys.executable, "-m", "troth.cli.main", *file.command, str(path), "--json"]
    said, wrong = path.with_suffix(".json"), path.with_suffix(".log")
    began = time.monotonic()
    with said.open("wb") as out, wrong.open("wb") as err:
        process = subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=out, stderr=err)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    if process.returncode:
        raise Failed(f"{' '.join(file.command)}: {process.returncode}\n{wrong.read_text(errors='replace')[-3000:]}")
    counts = json.loads(said.read_text())["products"]
    return Ran(counts, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6)


if __name__ == "__main__":
    sys.exit(main())
