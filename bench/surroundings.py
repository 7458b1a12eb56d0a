"""Under what a figure was measured: without it the figure means nothing."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from .place import ROOT
from .server import THREADS, WORKERS
from .sizes import Sizes
from .stores import Stores


def surroundings(sizes: Sizes, stores: Stores) -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _git("rev-parse", "--short", "HEAD") + (" with changes" if _git("status", "--porcelain") else ""),
        "machine": f"{os.cpu_count()} cores, shared by server and shoppers; load {os.getloadavg()[0]:.1f} at the start",
        "python": platform.python_version(),
        "django": version("django"),
        "granian": f"{version('granian')}, {WORKERS} workers of {THREADS} threads",
        "stores": stores.words,
        "sizes": asdict(sizes),
    }


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
