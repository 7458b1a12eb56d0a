"""Holding entries against tiles, block by block. No I/O; memory does not grow with the ledger.

Two trees are grown side by side: one from the entries as they are, one from the leaf hashes as the tiles
hold them. While both agree they are one tree. Where they part, a checkpoint says which one was sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import tiles
from .tree import HASH, Growing, fold, perfect_root

# (height of the tile above the leaves, number, hashes)
Built = tuple[int, int, bytes]
# token of the entry at an index
Token = Callable[[int], str]


class Spine:
    """A tree grown by whole blocks of 256 leaves, with the tiles above level 0 that stand at its edge."""

    def __init__(self) -> None:
        self.tree = Growing()
        self.edge: list[list[bytes]] = []  # hashes of the unfinished tile at levels 1, 2, …

    def copy(self) -> Spine:
        twin = Spine()
        twin.tree, twin.edge = self.tree.copy(), [level.copy() for level in self.edge]
        return twin

    def push(self, root: bytes) -> list[Built]:
        """Append a block; the tiles this completes."""
        self.tree.push(root, tiles.HEIGHT)
        built: list[Built] = []
        for level in range(1, tiles.TOP):
            if len(self.edge) < level:
                self.edge.append([])
            held = self.edge[level - 1]
            held.append(root)
            if len(held) < tiles.WIDTH:
                break
            joined = b"".join(held)
            built.append((level, (self.tree.size >> tiles.HEIGHT * (level + 1)) - 1, joined))
            root = perfect_root(joined)
            held.clear()
        return built

    def unfinished(self) -> list[Built]:
        size = self.tree.size
        return [
            (level, size >> tiles.HEIGHT * (level + 1), b"".join(held))
            for level, held in enumerate(self.edge, 1)
            if held
        ]


@dataclass(frozen=True, slots=True)
class Roots:
    """Root of a tree of some size by the entries, and by the tiles."""

    entries: bytes
    tiles: bytes


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An entry whose hash is not the one the tile holds."""

    index: int
    computed: bytes
    stored: bytes
    token: str


class Audit:
    """Feed it blocks from the left; ask it for roots at sizes that lie in the block it was just fed."""

    # Enough to tell moved entries from changed ones around the first damage; what is beyond is counted only.
    MOST = 5000

    def __init__(self, upper_tile_differs: Callable[[int, int], None], read_tile: tiles.ReadTile) -> None:
        self._differs = upper_tile_differs
        self._read = read_tile
        self._by_entries = Spine()
        self._by_tiles = self._by_entries  # the same tree until they part
        self.mismatches: list[Mismatch] = []
        self.mismatched = 0

    def block(self, leaves: Sequence[bytes], stored: bytes, token: Token, sizes: Iterable[int]) -> dict[int, Roots]:
        """One block of up to 256 leaf hashes (fewer only in the last), with what the tile holds for them.

        `sizes` are tree sizes inside or at the end of the block, ascending; their roots come back.
        """
        start = self._by_entries.tree.size
        if b"".join(leaves) == stored and self._by_tiles is self._by_entries:
            roots, top = _through(self._by_entries.tree, leaves, sizes)
            if len(leaves) == tiles.WIDTH:
                self._check(self._by_entries.push(top), {})
            return {size: Roots(root, root) for size, root in roots.items()}
        return self._parted(start, leaves, stored, token, list(sizes))

    def _parted(
        self,
        start: int,
        leaves: Sequence[bytes],
        stored: bytes,
        token: Token,
        sizes: list[int],
    ) -> dict[int, Roots]:
        held = [stored[at : at + HASH] for at in range(0, len(stored), HASH)]
        self._note_mismatches(start, leaves, held, token)
        if self._by_tiles is self._by_entries:
            self._by_tiles = self._by_entries.copy()
        by_entries, top = _through(self._by_entries.tree, leaves, sizes)
        by_tiles, other_top = _through(self._by_tiles.tree, held, sizes)
        if len(leaves) == tiles.WIDTH:
            others = {(level, number): joined for level, number, joined in self._by_tiles.push(other_top)}
            self._check(self._by_entries.push(top), others)
        return {size: Roots(by_entries[size], by_tiles[size]) for size in sizes}

    def finish(self) -> None:
        """After the last block: the unfinished tiles above level 0."""
        others = {(level, number): joined for level, number, joined in self._by_tiles.unfinished()}
        self._check(self._by_entries.unfinished(), others)

    def _note_mismatches(self, start: int, leaves: Sequence[bytes], held: Sequence[bytes], token: Token) -> None:
        for at, (computed, stored) in enumerate(zip(leaves, held, strict=True)):
            if computed != stored:
                self.mismatched += 1
                if len(self.mismatches) < self.MOST:
                    self.mismatches.append(Mismatch(start + at, computed, stored, token(start + at)))

    def _check(self, built: Iterable[Built], others: dict[tuple[int, int], bytes]) -> None:
        for level, number, joined in built:
            stored = self._read(level, number)[: len(joined)]
            if stored not in (joined, others.get((level, number))):
                self._differs(level, number)


def _through(tree: Growing, leaves: Sequence[bytes], sizes: Iterable[int]) -> tuple[dict[int, bytes], bytes]:
    """Roots of the tree continued by `leaves` at the given sizes, and the root above `leaves` alone."""
    wanted = set(sizes)
    if not wanted:
        return {}, perfect_root(b"".join(leaves)) if len(leaves) == tiles.WIDTH else b""
    local, roots = Growing(), {}
    for leaf in leaves:
        local.push(leaf)
        if tree.size + local.size in wanted:
            roots[tree.size + local.size] = fold([*tree.parts, *local.parts])
    return roots, local.root()
