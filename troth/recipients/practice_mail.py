"""The practice mail service: takes letters like the real one and lays them into a folder, one .eml file each.

This folder is the one declared place where practice mode keeps plaintext, because somebody has to read the mails.
Files are readable by the shop's own user only. Reading back is for /practice/outbox/.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from .mail_service import Handed, Outcome

_NAME = re.compile(r"\d{8}T\d{6}\d{6}-[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class PracticeMail:
    folder: Path

    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(self.folder / f"{name}.eml", letter)
        except OSError:
            return Handed(Outcome.LATER, "outbox-unwritable")
        return Handed(Outcome.TAKEN)

    def _write(self, path: Path, letter: bytes) -> None:
        """Whole or not at all: written beside, forced to disk, then given its name."""
        scratch = path.with_suffix(".part")
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - a Path cannot open an existing descriptor
            file.write(letter)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)

    def letters(self, limit: int = 200) -> list[Letter]:
        """The newest letters, newest first. Bodies are not parsed before they are asked for."""
        names = sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)[:limit]
        return [letter for name in names if (letter := self.letter(name))]

    def letter(self, name: str) -> Letter | None:
        """One letter by name; None when there is none, or the name is not of this folder's form."""
        if not _NAME.match(name):
            return None
        try:
            raw = (self.folder / f"{name}.eml").read_bytes()
        except OSError:
            return None
        return Letter(name, email.message_from_bytes(raw, EmailMessage, policy=email.policy.default))


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def address(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""
