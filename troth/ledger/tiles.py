"""Tiles of height 8, as C2SP tlog-tiles (c2sp.org/tlog-tiles) lays them out. Values only.

Tile `number` at `level` holds the nodes of height 8·level from place 256·number on: up to 256 hashes of 32
bytes, written one after another. At level 0 these are leaf hashes; above, each is the root of a full tile of the
level below. A tile only grows at its end: a smaller tree's partial tile is the beginning of the present one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .tree import HASH, fold, parents, perfect_root

HEIGHT = 8
WIDTH = 1 << HEIGHT
FULL = WIDTH * HASH
TOP = 63

ReadTile = Callable[[int, int], bytes]

_PATH = re.compile(r"(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """As in the address of the tile: `1/x001/234`, `0/000.p/17`."""
        groups = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            groups.append(f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{self.level}/{'/'.join(reversed(groups))}{partial}"


def parse(path: str) -> Tile:
    """The tile an address names. ValueError unless it is written exactly as the tile would write it."""
    match = _PATH.fullmatch(path)
    if not match:
        raise ValueError("not the path of a tile")
    level, groups, width = match.groups()
    number = int(groups.replace("x", "").replace("/", ""))
    tile = Tile(int(level), number, int(width or WIDTH))
    if tile.level > TOP or (width and tile.width >= WIDTH) or tile.path != path:
        raise ValueError("not the path of a tile")
    return tile


def edge(size: int) -> list[Tile]:
    """The partial tiles at the right edge of a tree, lowest level first."""
    return [
        Tile(level, size >> HEIGHT * (level + 1), width)
        for level in range(depth(size))
        if (width := (size >> HEIGHT * level) % WIDTH)
    ]


def depth(size: int) -> int:
    """How many levels of tiles a tree has."""
    return -(-size.bit_length() // HEIGHT)


def around(place: int, size: int) -> set[tuple[int, int]]:
    """(level, number) of the tiles a path from leaf `place` to the root of a tree of `size` is made from."""
    wanted: set[tuple[int, int]] = set()
    for level in range(depth(size)):
        last = ((size >> HEIGHT * level) - 1) >> HEIGHT
        wanted |= {(level, last), (level, min(last, place >> HEIGHT * (level + 1)))}
    return wanted


@dataclass(frozen=True, slots=True)
class Grown:
    size: int
    root: bytes
    changed: dict[tuple[int, int], bytes]  # (level, number) → whole content of each tile that is new or longer


def grow(size: int, held: Mapping[int, bytes], leaves: Sequence[bytes]) -> Grown:
    """Append leaf hashes to a tree of `size`, given the content of its `edge` by level."""
    changed: dict[tuple[int, int], bytes] = {}
    partial: dict[int, bytes] = {}
    fresh = b"".join(leaves)
    for level in range(depth(size + len(leaves))):
        content = held.get(level, b"") + fresh
        first = size >> HEIGHT * (level + 1)
        pieces = [content[at : at + FULL] for at in range(0, len(content), FULL)]
        if fresh:
            changed |= {(level, first + at): piece for at, piece in enumerate(pieces)}
        fresh = b"".join(perfect_root(piece) for piece in pieces if len(piece) == FULL)
        partial[level] = pieces[-1] if pieces and len(pieces[-1]) < FULL else b""
    return Grown(size + len(leaves), edge_root(partial), changed)


def edge_root(partial: Mapping[int, bytes]) -> bytes:
    """Root of the tree whose partial tiles at the right edge have these contents, by level."""
    parts = [part for level in sorted(partial, reverse=True) for part in perfect_parts(partial[level])]
    return fold(parts)


def perfect_parts(joined: bytes) -> Iterable[bytes]:
    """Roots of the perfect subtrees of fewer than 256 hashes, largest first."""
    at, count = 0, len(joined) // HASH
    for height in reversed(range(HEIGHT)):
        if count >> height & 1:
            length = HASH << height
            yield perfect_root(joined[at : at + length])
            at += length


class TiledTree:
    """The nodes of a tree, out of tiles read when needed."""

    def __init__(self, read: ReadTile) -> None:
        self._read = read
        self._rows: dict[tuple[int, int], list[bytes]] = {}

    def node(self, height: int, place: int) -> bytes:
        level, within = divmod(height, HEIGHT)
        number, column = divmod(place, WIDTH >> within)
        found = self._row(level, number, within)[column * HASH : (column + 1) * HASH]
        if len(found) != HASH:
            raise LookupError(f"tile {level}/{number} is too short")
        return found

    def _row(self, level: int, number: int, within: int) -> bytes:
        rows = self._rows.setdefault((level, number), [])
        if not rows:
            rows.append(self._read(level, number))
        while len(rows) <= within:
            below = rows[-1]
            rows.append(parents(below[: len(below) // 64 * 64]))
        return rows[within]
