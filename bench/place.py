"""A shop of the bench's own: a folder with its stores and keys, gone when the run is over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .stores import ROOT, Sqlite, Stores

ENFORCED, PLAIN = "bench.settings", "bench.plain.settings"


class Failed(Exception):
    """A program of the bench ended badly; what it said is in the message."""


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    settings: str = ENFORCED
    port: int = 8000
    stores: Stores = field(default_factory=Sqlite)

    @property
    def home(self) -> Path:
        return self.folder / "var"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")}
        return {
            **kept,
            "TROTH_HOME": str(self.home),
            "TROTH_KEYS": str(self.folder / "keys"),
            "PORT": str(self.port),
            "TROTH_PROXIES": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.stores.environment(self.folder.name),
        }

    def run(self, *arguments: str) -> str:
        """Run a module with this shop's settings; what it wrote. Raises Failed."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{' '.join(arguments)}:\n{done.stdout[-500:]}{done.stderr[-3000:]}")
        return done.stdout

    def ask(self, *arguments: str) -> Any:
        """Run a module whose last line is JSON."""
        return json.loads(self.run(*arguments).strip().rsplit("\n", 1)[-1])

    def make(self) -> None:
        """Keys and empty tables."""
        self.home.mkdir(parents=True)
        self.stores.make(self.folder.name)
        for store in ("default", "vault"):
            self.run("django", "migrate", "--skip-checks", "--run-syncdb", "--database", store, "--verbosity", "0")
        self.run("django", "collectstatic", "--skip-checks", "--noinput", "--verbosity", "0")

    def twin(self, name: str, settings: str, port: int) -> Place:
        """The same shop once more, file by file and database by database, under other settings."""
        other = Place(self.folder.parent / name, settings, port, self.stores)
        shutil.copytree(self.folder, other.folder)
        self.stores.copy(self.folder.name, name)
        return other
