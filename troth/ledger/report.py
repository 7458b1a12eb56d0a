"""What a verification found, as values and as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Fault(StrEnum):
    CHANGED = "changed"  # an entry is not the one that was sealed
    MISSING = "missing"  # an entry that was sealed is gone
    EXTRA = "extra"  # an entry that was never sealed stands among the sealed
    MOVED = "moved"  # an entry stands at another place than it was sealed at
    TILE = "tile"  # a tile of hashes differs from the entries, which a checkpoint confirms
    REWRITTEN = "rewritten"  # entries and tiles agree with each other, but not with a stored checkpoint
    CHECKPOINT = "checkpoint"  # a stored checkpoint cannot be believed
    KEY = "key"  # there is no key to check signatures with
    REWOUND = "rewound"  # the ledger is shorter than a checkpoint kept outside
    RESIGNED = "resigned"  # another history than the one a checkpoint kept outside speaks of
    OUTSIDE = "outside"  # the checkpoint kept outside cannot be believed


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    says: str  # one sentence
    index: int | None = None
    token: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"fault": self.fault.value, "says": self.says, "index": self.index, "token": self.token}


@dataclass(frozen=True, slots=True)
class Report:
    size: int  # entries the newest checkpoint covers
    pending: int  # entries no checkpoint covers yet
    checkpoints: int  # how many signed checkpoints were checked
    against: int | None  # size of the checkpoint kept outside it was held against
    findings: tuple[Finding, ...]  # the first of each fault; at most `Findings.MOST` of one
    faults: int  # how many there were in all

    @property
    def sound(self) -> bool:
        return self.faults == 0

    @property
    def waiting(self) -> str:
        """The sentence about entries that are not protected, or nothing."""
        if not self.pending:
            return ""
        return ngettext(
            "%(count)s entry is pending and not yet protected.",
            "%(count)s entries are pending and not yet protected.",
            self.pending,
        ) % {"count": f"{self.pending:,}"}

    @property
    def verdict(self) -> str:
        """One line that says it all."""
        if not self.sound:
            more = self.faults - 1
            rest = ngettext("and %(count)s more fault", "and %(count)s more faults", more) % {"count": f"{more:,}"}
            said = f"{self.findings[0].says} ({rest})" if more else self.findings[0].says
            return _("The ledger does NOT verify: %(finding)s") % {"finding": said}
        return " ".join(filter(None, [self._praise(), self.waiting]))

    def _praise(self) -> str:
        if not self.size:
            return _("The ledger is sound; it has no sequenced entries.")
        said = ngettext(
            "The ledger is sound: %(count)s entry is as it was sealed (checkpoints verified: %(checkpoints)s).",
            "The ledger is sound: %(count)s entries are as they were sealed (checkpoints verified: %(checkpoints)s).",
            self.size,
        ) % {"count": f"{self.size:,}", "checkpoints": f"{self.checkpoints:,}"}
        if self.against is None:
            return said
        return said + " " + _("It continues the checkpoint kept outside.")

    def as_json(self) -> dict[str, Any]:
        return {
            "sound": self.sound,
            "verdict": self.verdict,
            "size": self.size,
            "pending": self.pending,
            "checkpoints": self.checkpoints,
            "against": self.against,
            "faults": self.faults,
            "findings": [finding.as_json() for finding in self.findings],
        }


class Findings:
    """Collects what is found: the first of each fault are kept, the rest is counted. Memory stays bounded."""

    MOST = 100

    def __init__(self) -> None:
        self.total = 0
        self._kept: dict[Fault, list[Finding]] = {}

    def add(self, fault: Fault, says: str, index: int | None = None, token: str = "") -> None:
        self.total += 1
        kept = self._kept.setdefault(fault, [])
        if len(kept) < self.MOST:
            kept.append(Finding(fault, says, index, token))

    def count(self, fault: Fault) -> int:
        return len(self._kept.get(fault, ()))

    def more(self, count: int) -> None:
        """Faults that are counted and not described."""
        self.total += count

    def all(self) -> tuple[Finding, ...]:
        """What matters most first: the order of `Fault`, the outside checkpoint before all."""
        outside = (Fault.REWOUND, Fault.RESIGNED)
        order = [*outside, *(fault for fault in Fault if fault not in outside)]
        return tuple(finding for fault in order for finding in self._kept.get(fault, ()))
