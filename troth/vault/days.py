"""Days: secrets beside the key ring, for what belongs to nobody and has to be gone on its day, in every backup at once.

`<TROTH_KEYS>/days/<day>.key` holds 32 random bytes. The key of a day's records is wrapped under it and then under the epoch, so
that it opens with both. When its time is over the day's file is destroyed, and a backup of the vault made before opens
with no key there is; for people's own keys that takes until the epoch has ended.
"""

from __future__ import annotations

import os
import re
import secrets
import uuid
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .errors import DayIsOver
from .ring import sync

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SPACE = uuid.UUID("6f1d7e0c-7a55-4be0-9a0b-0c5f3b8a7d21")  # random; names of days' keys are made in it
WRAPPED = 12 + 32 + 16  # bytes of a key wrapped once: nonce, key, tag


def folder() -> Path:
    return settings.TROTH.keys / "days"


def key_id(retention: str, day: str) -> uuid.UUID:
    """The one id that a day's key of a retention class can have, so that two who begin the day make one key."""
    return uuid.uuid5(_SPACE, f"{retention} {day}")


def begin(day: str) -> None:
    """Make the day's secret if there is none. Durable on return."""
    path = _file(day)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path.with_name(f".{day}.{secrets.token_hex(8)}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(32))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass  # another process began the same day first; its secret counts
    finally:
        scratch.unlink()
    sync(path.parent)


def wrap(day: str, plain: bytes, key: uuid.UUID) -> bytes:
    nonce = os.urandom(12)
    return nonce + _cipher(day).encrypt(nonce, plain, key.bytes)


def unwrap(day: str, wrapped: bytes, key: uuid.UUID) -> bytes:
    """Raises DayIsOver."""
    return _cipher(day).decrypt(wrapped[:12], wrapped[12:], key.bytes)


def living() -> list[str]:
    """Days that have a secret, oldest first."""
    found = folder().glob("*.key") if folder().exists() else ()
    return sorted(each.stem for each in found if _DAY.fullmatch(each.stem))


def end(day: str) -> None:
    """Destroy the day's secret: overwritten, then taken away."""
    path = _file(day)
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync(path.parent)
    _read.cache_clear()


def named(day: datetime | date) -> str:
    return (day.date() if isinstance(day, datetime) else day).isoformat()


def _file(day: str) -> Path:
    if not _DAY.fullmatch(day):
        raise ValueError("a day is written as 2026-11-23")
    return folder() / f"{day}.key"


def _cipher(day: str) -> AESGCM:
    """Asked by the file each time: a day that was ended elsewhere is over here too."""
    try:
        seen = _file(day).stat()
        return _read(_file(day), seen.st_ino, seen.st_mtime_ns)
    except FileNotFoundError:
        raise DayIsOver(day) from None


@lru_cache(maxsize=4)
def _read(path: Path, inode: int, changed: int) -> AESGCM:
    return AESGCM(path.read_bytes())
