"""The parts of a run. Each makes what it needs in the run's folder and gives back rows by the name of their table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import pages, weight
from .place import PLAIN, Place
from .server import free_port, serving
from .sizes import Sizes
from .stores import Sqlite, Stores

Tables = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Run:
    """A run's folder. The empty shop is made once, and copied."""

    folder: Path
    sizes: Sizes
    stores: Stores = field(default_factory=Sqlite)
    _empty: Place | None = field(default=None, init=False)

    def shop(self, name: str, **about: Any) -> Place:
        if self._empty is None:
            empty = Place(self.folder / "empty", stores=self.stores)
            empty.make()
            self._empty = empty
        return self._empty.twin(name, about.get("settings", self._empty.settings), free_port())


def pages_and_checkout(run: Run) -> Tables:
    """Both builds as servers, the same goods and people in both."""
    enforced, filled = _filled(run, "enforced")
    plain = enforced.twin("plain", PLAIN, free_port())
    with serving(enforced) as ours, serving(plain) as theirs:
        servers = {"enforced": ours, "plain": theirs}
        fresh = ours.pss(), theirs.pss()
        tables = {
            "Guest checkout": pages.checkout(servers, filled, run.sizes),
            "Pages": pages.pages(servers, filled, run.sizes),
        }
        tables["Memory, PSS in MiB"] = [
            {
                "server": f"{build}: supervisor and two workers",
                "at start": round(first),
                "after the run": round(each.pss()),
            }
            for (build, each), first in zip(servers.items(), fresh, strict=True)
        ]
    return tables


def page_weight(run: Run) -> Tables:
    shop, filled = _filled(run, "weighed")
    with serving(shop) as server:
        return {"Page weight without pictures": weight.weights(server, filled)}


def gate_uses(run: Run) -> Tables:
    told = run.shop("uses").ask("bench.engine", "uses", "--repeats", str(run.sizes.repeats))
    return {"Parts of a decision (µs of CPU)": told["small"], "Verbs of the gate beside plain tables": told["whole"]}


def growing(run: Run) -> Tables:
    people = [str(size) for size in run.sizes.people]
    repeats = str(2 * run.sizes.repeats)
    told = run.shop("growing").ask("bench.engine", "growing", "--repeats", repeats, "--people", *people)
    return {"Erasing one person, by size of the shop": told["erasing"], "Audience of a mailing": told["audience"]}


def ledger(run: Run) -> Tables:
    said = run.folder / "ledger.json"
    sizes = ["--entries", str(run.sizes.entries), "--appends", str(run.sizes.appends)]
    place = Place(run.folder / "ledger", stores=run.stores)
    place.stores.make(place.folder.name)
    place.run("bench.ledger", *sizes, "--json", str(said))
    return {"Ledger": [{"what": name, "figure": figure} for name, figure in json.loads(said.read_text()).items()]}


def _filled(run: Run, name: str) -> tuple[Place, dict[str, Any]]:
    shop, sizes = run.shop(name), run.sizes
    counts = {name: getattr(sizes, name) for name in ("products", "categories", "customers", "orders")}
    return shop, shop.ask("bench.fill", *(part for name, count in counts.items() for part in (f"--{name}", str(count))))


PARTS: dict[str, Callable[[Run], Tables]] = {
    "pages": pages_and_checkout,
    "weight": page_weight,
    "uses": gate_uses,
    "growing": growing,
    "ledger": ledger,
}
