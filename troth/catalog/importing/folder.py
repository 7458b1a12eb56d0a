"""The private folder of imports, `TROTH_HOME/imports/<ref>/`: the file that was sent, and what was found in it.

The file goes when its import has ended, or after a day if nobody went on with it; the notes go after ninety days.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from .errors import TooLarge
from .opening import MOST_BYTES

SENT: Final = "sent"
LOOKED, REPORT, UNDO = "looked.json", "report.json", "undo.json"
FILE_KEPT: Final = 24 * 3600.0  # seconds
NOTES_KEPT: Final = 90 * 24 * 3600.0


def root() -> Path:
    path = Path(settings.TROTH.home) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def place(ref: UUID) -> Path:
    path = root() / str(ref)
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def receive(ref: UUID, pieces: Iterable[bytes], most: int = MOST_BYTES) -> Path:
    """Write what is sent, and no more than `most` bytes, which is what a table may have. Raises TooLarge, and then nothing is left."""
    path, size = place(ref) / SENT, 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise TooLarge
                file.write(piece)
    except BaseException:
        forget(ref)
        raise
    return path


def sent(ref: UUID) -> Path:
    """Where the file lies; it may be gone."""
    return root() / str(ref) / SENT


def drop_file(ref: UUID) -> None:
    sent(ref).unlink(missing_ok=True)


def forget(ref: UUID) -> None:
    shutil.rmtree(root() / str(ref), ignore_errors=True)


def note(ref: UUID, name: str, told: Mapping[str, Any]) -> None:
    """Keep what was found; whole or not at all."""
    path = place(ref) / name
    scratch = path.with_suffix(".part")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False)
    scratch.replace(path)


def noted(ref: UUID, name: str) -> dict[str, Any]:
    """What was kept under this name; {} if there is nothing any more."""
    try:
        told = json.loads((root() / str(ref) / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def sweep(now: float | None = None) -> int:
    """Remove files nobody went on with, and old notes; how many folders and files went."""
    now, gone = time.time() if now is None else now, 0
    for folder in root().iterdir():
        age = now - folder.stat().st_mtime
        file = folder / SENT
        if age > NOTES_KEPT:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
        elif file.exists() and now - file.stat().st_mtime > FILE_KEPT:
            file.unlink(missing_ok=True)
            gone += 1
    return gone
