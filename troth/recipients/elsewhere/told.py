"""What the other site was told, line by line, for a newcomer to read: nothing a shop's page did not send."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

LARGEST: Final = 64_000  # bytes; then the older half goes
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Hit:
    who: str
    path: str
    query: tuple[tuple[str, str], ...]
    referrer: str  # empty as long as the shop's pages keep their address to themselves


def note(who: str, path: str, query: Iterable[tuple[str, str]], referrer: str) -> None:
    file = _file()
    if file.exists() and file.stat().st_size > LARGEST:
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(lines[len(lines) // 2 :]))
    with file.open("a") as end:
        end.write(json.dumps([who, path[:200], list(query), referrer[:200]]) + "\n")


def latest() -> list[Hit]:
    """The latest first."""
    file = _file()
    lines = file.read_text().splitlines()[-SHOWN:] if file.exists() else []
    hits = []
    for line in reversed(lines):
        who, path, query, referrer = json.loads(line)
        hits.append(Hit(who, path, tuple((name, value) for name, value in query), referrer))
    return hits


def _file() -> Path:
    return Path(settings.TROTH.home) / "elsewhere.jsonl"
