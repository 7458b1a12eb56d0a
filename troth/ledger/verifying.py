"""Verifying the whole ledger: every entry, every tile, every checkpoint, and optionally one kept outside.

Reads in short statements, in the order of the tree, beside a shop at work: what lies before the newest
checkpoint at the start never changes again, so no transaction has to be held open.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from . import keys, store, tiles
from .audit import Audit, Roots
from .classify import Outsider, classify
from .errors import KeyMissing, MalformedNote, NoteError
from .history import History
from .leaf import entry_hashes
from .note import Checkpoint, unverified
from .report import Fault, Findings, Report
from .signed import believe
from .slice import Slice
from .tree import EMPTY_ROOT

CHUNK = 16 * tiles.WIDTH  # entries read at a time

Progress = Callable[[int, int], None]


def verify(progress: Progress | None = None, against: str | None = None) -> Report:
    """Check everything. `progress(done, total)` is called now and then, in entries.

    `against` is a signed checkpoint kept outside: the only protection from someone who holds the signing key.
    """
    return _Verification(against).run(progress or (lambda done, total: None))


class _Verification:
    def __init__(self, against: str | None) -> None:
        self.findings = Findings()
        self.known = self._known_keys()
        newest = store.latest_checkpoint()
        self.size = _size(newest)
        self.history = History(newest.id if newest else 0, self.known, self.findings)
        self.outside = self._outside(against) if against is not None else None
        self.audit = Audit(self._upper_tile_differs, lambda level, number: store.tile(level, number) or b"")
        self.absent: list[Outsider] = []

    def run(self, progress: Progress) -> Report:
        self._compare({0: Roots(EMPTY_ROOT, EMPTY_ROOT)}, 0)
        for start in range(0, self.size, CHUNK):
            end = min(start + CHUNK, self.size)
            self._chunk(start, end)
            progress(end, self.size)
        self.audit.finish()
        self.history.finish(self.size)
        strangers = self._strangers()
        classify(self.findings, self.audit, self.absent, strangers, self.history.vouched)
        self._surplus_tiles()
        return self._report()

    def _chunk(self, start: int, end: int) -> None:
        here = Slice.read(start, end, self.findings)
        for first in range(start, end, tiles.WIDTH):
            last = min(first + tiles.WIDTH, end)
            leaves, stored = here.block(first, last)
            self._remember(here.absent(first, last))
            sizes = self.history.sizes(last)
            if self.outside and first < self.outside.size <= last:
                sizes = sorted({*sizes, self.outside.size})
            roots = self.audit.block(leaves, stored, here.token, sizes)
            self._compare(roots, last)

    def _remember(self, absent: list[Outsider]) -> None:
        room = Audit.MOST - len(self.absent)
        self.absent += absent[:room]
        self.findings.more(len(absent[room:]))

    def _compare(self, roots: dict[int, Roots], upto: int) -> None:
        self.history.compare(roots, upto)
        kept = self.outside
        found = roots.get(kept.size) if kept else None
        if kept and found and kept.root not in (found.entries, found.tiles):
            says = _(
                "The ledger was rewritten and signed again: its first %(size)s entries are not those of the "
                "checkpoint kept outside."
            )
            self.findings.add(Fault.RESIGNED, says % {"size": f"{kept.size:,}"})

    def _known_keys(self) -> list[keys.Known]:
        try:
            return keys.known()
        except (KeyMissing, MalformedNote) as error:
            if store.latest_checkpoint():
                self.findings.add(Fault.KEY, _("No signature can be checked: %(why)s") % {"why": error})
            return []

    def _outside(self, note: str) -> Checkpoint | None:
        try:
            kept = unverified(note)
        except NoteError:
            self.findings.add(Fault.OUTSIDE, _("The checkpoint kept outside cannot be read."))
            return None
        try:
            believe(note, self.known)
        except NoteError:
            self.findings.add(Fault.OUTSIDE, _("The checkpoint kept outside is not signed by this ledger's key."))
        if kept.size > self.size:
            says = _("The ledger was rewound: it has %(here)s entries, the checkpoint kept outside has %(there)s.")
            self.findings.add(Fault.REWOUND, says % {"here": f"{self.size:,}", "there": f"{kept.size:,}"})
        return kept

    def _upper_tile_differs(self, level: int, number: int) -> None:
        says = _("Tile %(tile)s is missing or does not fit the tiles below it.")
        self.findings.add(Fault.TILE, says % {"tile": tiles.Tile(level, number).path})

    def _strangers(self) -> list[Outsider]:
        """Entries with an index that no checkpoint covers."""
        found = []
        for row in store.outside_tree(Audit.MOST):
            try:
                [computed] = entry_hashes([row])
            except Exception:  # whatever was put there, it is not an entry
                computed = b""
            found.append(Outsider(row.place or 0, computed, str(row.token)))
        return found

    def _surplus_tiles(self) -> None:
        """Tiles of impossible length, and tiles beyond the tree."""
        after = 0
        while shapes := store.tile_shapes(after, 10_000):
            after = shapes[-1][0]
            size = _size(store.latest_checkpoint())  # read after the tiles: a sequencer at work adds both at once
            for _id, level, number, length in shapes:
                width, odd = divmod(length or 0, 32)
                room = size >> tiles.HEIGHT * level if 0 <= level <= tiles.TOP else 0
                if odd or not 0 < width <= tiles.WIDTH or number < 0 or number * tiles.WIDTH + width > room:
                    says = _("Tile %(tile)s is not of this tree.")
                    self.findings.add(Fault.TILE, says % {"tile": f"{level}/{number}"})

    def _report(self) -> Report:
        return Report(
            size=self.size,
            pending=store.pending_count(),
            checkpoints=self.history.checked,
            against=self.outside.size if self.outside else None,
            findings=self.findings.all(),
            faults=self.findings.total,
        )


def _size(newest: store.CheckpointRow | None) -> int:
    """How many entries the newest checkpoint covers: as its note says, or else the column."""
    if newest is None:
        return 0
    try:
        return unverified(newest.note).size
    except (NoteError, TypeError):
        return newest.size if isinstance(newest.size, int) else 0
