"""How long and how much one piece of an errand may take, and what is hung up together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from . import hang
from .report import PictureReport
from .waiting import Waiting

MOST_IN_ALL: Final = 4 * 1024 * 1024 * 1024  # bytes of one errand
TOGETHER: Final = 10  # pictures
TOGETHER_FOR: Final = 5.0  # seconds; kept pages grow old with every time

Progress = Callable[[int, int], bool]  # (done, of all) → whether to go on


@dataclass(slots=True)
class Hand:
    """Pictures that are brought and not hung yet. `note` keeps the report, so that a try that is cut off is known."""

    report: PictureReport
    note: Callable[[PictureReport], None]
    held: list[tuple[Waiting, int]] = field(default_factory=list)
    since: float = 0.0

    def take(self, waiting: Waiting, image: int) -> None:
        if not self.held:
            self.since = time.monotonic()
        self.held.append((waiting, image))
        if len(self.held) >= TOGETHER or time.monotonic() - self.since > TOGETHER_FOR:
            self.hang()

    def hang(self) -> None:
        if self.held:
            hang.fill(self.held)
            self.held.clear()
        self.note(self.report)
