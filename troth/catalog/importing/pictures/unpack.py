"""Pictures out of an archive, each to the product that its name names."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from troth.catalog.redrawn import NotAPicture, redrawn

from . import archive, hang, shelf, waiting
from .archive import Archive, NotTaken
from .budget import Hand, Progress
from .names import Known, Names, NobodyKnows, Recorded
from .report import Failure, PictureReport


def unpack(
    path: Path,
    report: PictureReport,
    *,
    progress: Progress,
    note: Callable[[PictureReport], None],
    seconds: float,
) -> bool:
    """False if time ran out, or `progress` said no, before the end. Raises NotImportable for what is no archive."""
    end = time.monotonic() + seconds
    with archive.opened(path) as opened:
        inside, names, hand = opened.names(), Names.of_the_shop(), Hand(report, note)
        try:
            for name in inside:
                if name in report.done:
                    continue
                if not progress(len(report.done), len(inside)) or time.monotonic() > end:
                    return False
                try:
                    _one(name, opened, names, hand)
                except (NotTaken, NotAPicture, NobodyKnows) as trouble:
                    report.failed.append(Failure(name, trouble.why))
                report.done.add(name)
            progress(len(inside), len(inside))
            return True
        finally:
            hand.hang()


def _one(name: str, opened: Archive, names: Names, hand: Hand) -> None:
    """Raises NotTaken, NotAPicture and NobodyKnows."""
    content = opened.content(name)
    found = names.find(name.replace("\\", "/"))
    if isinstance(found, Known):
        hand.report.known += 1
        return
    product = found.waiting.products[0] if isinstance(found, Recorded) else found.product
    title = next(iter(waiting.titles([product])), name)
    image = shelf.put(redrawn(content), title, PurePosixPath(name).stem).pk
    if isinstance(found, Recorded):
        hand.report.brought += 1
        hand.take(found.waiting, image)
    elif hang.add(found.product, found.variant, image):
        hand.report.brought += 1
    else:
        hand.report.known += 1
