"""A stretch of the ledger as it is stored: entries by index, and the leaf hashes the tiles hold for them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from . import store, tiles
from .classify import Outsider
from .leaf import entry_hashes
from .report import Fault, Findings
from .tree import HASH

NOTHING = bytes(HASH)


class Slice:
    def __init__(self, start: int, rows: list[Any], hashes: list[bytes | None], held: dict[int, Any]) -> None:
        self.start = start
        self._rows = rows
        self._hashes = hashes
        self._held = held
        self._findings: Findings

    @classmethod
    def read(cls, start: int, end: int, findings: Findings) -> Slice:
        """Entries start ≤ index < end; `start` is the first of a tile."""
        rows = store.entries(start, end)
        if [row[1] for row in rows] != list(range(start, end)):
            rows = _placed(rows, start, end, findings)
        held = store.leaf_tiles(start // tiles.WIDTH, -(-end // tiles.WIDTH))
        made = cls(start, rows, _hashes(rows), held)
        made._findings = findings
        return made

    def block(self, first: int, last: int) -> tuple[list[bytes], bytes]:
        """Leaf hashes by the entries, and by the tile. Where one of them is missing, the other stands in."""
        computed = self._hashes[first - self.start : last - self.start]
        number = first // tiles.WIDTH
        stored = self._stored(number, last - first)
        if len(stored) < (last - first) * HASH:
            says = _("Tile %(tile)s is missing or too short.") % {"tile": tiles.Tile(0, number).path}
            self._findings.add(Fault.TILE, says)
            stored += b"".join(leaf or NOTHING for leaf in computed[len(stored) // HASH :])
        if None in computed:
            return [leaf or stored[at * HASH : (at + 1) * HASH] for at, leaf in enumerate(computed)], stored
        return computed, stored  # type: ignore[return-value]

    def absent(self, first: int, last: int) -> list[Outsider]:
        """Places without an entry, with the hash the tile holds for them."""
        if None not in self._rows:
            return []
        stored = self._stored(first // tiles.WIDTH, last - first)
        return [
            Outsider(index, stored[(index - first) * HASH : (index - first + 1) * HASH], "")
            for index in range(first, last)
            if self._rows[index - self.start] is None
        ]

    def token(self, index: int) -> str:
        row = self._rows[index - self.start]
        return str(row[2]) if row else ""

    def _stored(self, number: int, width: int) -> bytes:
        held = self._held.get(number)
        if held is None or isinstance(held, (str, int, float)):
            return b""
        whole = bytes(held)[: width * HASH]
        return whole[: len(whole) // HASH * HASH]


def _placed(rows: list[Any], start: int, end: int, findings: Findings) -> list[Any]:
    """Rows each at its index; None where there is none. A second row at one index is a finding."""
    placed: list[Any] = [None] * (end - start)
    for row in rows:
        if not isinstance(row[1], int) or placed[row[1] - start] is not None:
            says = _("Entry %(token)s stands at index %(index)s beside another one.")
            findings.add(Fault.EXTRA, says % {"token": row[2], "index": row[1]}, row[1], str(row[2]))
        else:
            placed[row[1] - start] = row
    return placed


def _hashes(rows: list[Any]) -> list[bytes | None]:
    try:
        return list(entry_hashes(rows))
    except Exception:  # a row is missing, or holds something that was never an entry: look at each
        return [_hash(row) for row in rows]


def _hash(row: Any) -> bytes | None:
    if row is None:
        return None
    try:
        return entry_hashes([row])[0]
    except Exception:  # not of the types an entry has, so not the entry that was sealed
        return NOTHING
