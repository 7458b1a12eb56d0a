"""The feed as a file, made once for every state of the catalogue and each language, so that asking for it costs nobody a minute."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import translation

from troth.catalog import revision

from . import google

AT_LEAST: Final = 60.0  # seconds between two that are made, however often the catalogue changes


def google_feed(name: str, language: str) -> Path:
    """Where the newest feed of the shop called `name` lies, in one of its languages."""
    folder = Path(settings.TROTH.home) / "feeds"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / f"google.{language}.{revision.current()}.xml"
    if wanted.exists():
        return wanted
    newest = max(folder.glob(f"google.{language}.*.xml"), key=_made_at, default=None)
    if newest is not None and time.time() - _made_at(newest) < AT_LEAST:
        return newest
    scratch = folder / f".{os.getpid()}-{time.monotonic_ns()}.part"
    try:
        with scratch.open("w", encoding="utf-8") as file, translation.override(language):
            google.feed(file, name)
        scratch.replace(wanted)
    finally:
        scratch.unlink(missing_ok=True)
    _tidy(folder, language, wanted)
    return wanted


def _tidy(folder: Path, language: str, newest: Path) -> None:
    for file in folder.glob(f"google.{language}.*.xml"):
        if file != newest:
            file.unlink(missing_ok=True)


def _made_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
