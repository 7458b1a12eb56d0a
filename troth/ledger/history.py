"""The stored checkpoints, smallest tree first, each held against the tree it was signed for."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from django.utils.translation import gettext as _

from . import store
from .audit import Roots
from .errors import MalformedNote, NoteError
from .keys import Known
from .note import Checkpoint
from .report import Fault, Findings
from .signed import believe

READ = 500


class History:
    def __init__(self, newest: int, known: Sequence[Known], findings: Findings) -> None:
        self.checked = 0
        self.vouched = 0  # up to this size, entries are what some signed checkpoint says
        self._agreed = 0  # up to this size, a checkpoint fits the entries or the tiles
        self._newest = newest
        self._known = known
        self._findings = findings
        self._waiting: deque[store.CheckpointRow] = deque()
        self._after = (-1, 0)
        self._last_id = 0

    def sizes(self, upto: int) -> list[int]:
        """Sizes of the next checkpoints that are not larger than `upto`, ascending."""
        self._fill(upto)
        return sorted({row.size for row in self._waiting if row.size <= upto})

    def compare(self, roots: dict[int, Roots], upto: int) -> None:
        """Hold the checkpoints that are not larger than `upto` against the roots of trees of their sizes."""
        self._fill(upto)
        while self._waiting and self._waiting[0].size <= upto:
            row = self._waiting.popleft()
            self._check(row, roots.get(row.size))

    def finish(self, size: int) -> None:
        """After the whole tree: no checkpoint may be left that speaks of more."""
        while self._fill(None):
            for row in self._waiting:
                says = _("Checkpoint %(id)s speaks of more entries (%(there)s) than the newest one (%(here)s).")
                self._findings.add(Fault.CHECKPOINT, says % {"id": row.id, "there": row.size, "here": f"{size:,}"})
            self._waiting.clear()

    def _fill(self, upto: int | None) -> bool:
        """Read on until a larger checkpoint than `upto` waits, or (for None) any; whether any waits."""
        while not self._waiting or (upto is not None and self._waiting[-1].size <= upto):
            rows = store.checkpoints(self._after, self._newest, READ)
            if not rows:
                break
            self._after = (rows[-1].size, rows[-1].id)
            self._waiting.extend(row for row in rows if self._readable(row))
        return bool(self._waiting)

    def _readable(self, row: store.CheckpointRow) -> bool:
        if isinstance(row.size, int):
            return True
        self._fault(row, _("Checkpoint %(id)s (of %(size)s entries) cannot be read."))
        return False

    def _check(self, row: store.CheckpointRow, roots: Roots | None) -> None:
        checkpoint = self._believed(row)
        if row.id < self._last_id:
            self._fault(row, _("Checkpoint %(id)s (of %(size)s entries) is not where it belongs in the history."))
        self._last_id = row.id
        if checkpoint is None or roots is None:
            return
        self.checked += 1
        if checkpoint.root == roots.entries:
            self.vouched = self._agreed = checkpoint.size
        elif checkpoint.root == roots.tiles:
            self._agreed = checkpoint.size
        elif self._findings.count(Fault.REWRITTEN):
            self._findings.more(1)
        else:
            says = _(
                "Between index %(from)s and %(to)s the ledger was rewritten: it is not the one that "
                "checkpoint %(id)s was signed for."
            )
            self._findings.add(
                Fault.REWRITTEN,
                says % {"from": self._agreed, "to": checkpoint.size - 1, "id": row.id},
                self._agreed,
            )

    def _believed(self, row: store.CheckpointRow) -> Checkpoint | None:
        if not self._known:
            return None  # said once for all of them
        try:
            checkpoint, _signer = believe(row.note, self._known)
        except (MalformedNote, TypeError):
            self._fault(row, _("Checkpoint %(id)s (of %(size)s entries) cannot be read."))
        except NoteError:
            self._fault(row, _("Checkpoint %(id)s (of %(size)s entries) is not signed by this ledger's key."))
        else:
            if checkpoint.size == row.size:
                return checkpoint
            self._fault(row, _("Checkpoint %(id)s was signed for another size than %(size)s entries."))
        return None

    def _fault(self, row: store.CheckpointRow, says: str) -> None:
        self._findings.add(Fault.CHECKPOINT, says % {"id": row.id, "size": row.size})
