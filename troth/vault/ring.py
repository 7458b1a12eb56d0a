"""The key ring: one secret per epoch, as files outside every database.

`<TROTH_KEYS>/epochs/<number>.key` holds 32 random bytes. From each come, by HKDF-SHA256 (RFC 5869), a key that wraps
person keys and a key for look-up digests. The highest number is current. Destroying an epoch's file makes every
backup that was sealed under it unreadable, and its digests meaningless. `<number>.journal` beside it goes with it.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .errors import KeyRingEmpty, KeyRingMissing


@dataclass(frozen=True, slots=True)
class Epoch:
    number: int
    wrapping: AESGCM
    _digest: HMAC

    def digest(self, what: str, text: str) -> bytes:
        """HMAC-SHA256 of a text, 32 bytes; `what` keeps the digests of different things apart."""
        mac = self._digest.copy()
        mac.update(what.encode() + b"\x00" + text.encode())
        return mac.finalize()


@dataclass(frozen=True, slots=True)
class Ring:
    epochs: tuple[Epoch, ...]  # newest first

    @property
    def current(self) -> Epoch:
        return self.epochs[0]

    def epoch(self, number: int) -> Epoch:
        for epoch in self.epochs:
            if epoch.number == number:
                return epoch
        raise KeyRingMissing(number)

    def digests(self, what: str, text: str) -> list[bytes]:
        """The digest under every living epoch, newest first: rows not yet rotated are found too."""
        return [epoch.digest(what, text) for epoch in self.epochs]


def folder() -> Path:
    return settings.TROTH.keys / "epochs"


def journal_of(number: int) -> Path:
    return folder() / f"{number}.journal"


def begun(number: int) -> datetime:
    """When an epoch began: when its secret was written."""
    return datetime.fromtimestamp((folder() / f"{number}.key").stat().st_mtime, UTC)


def ring() -> Ring:
    """The ring as it lies on disk now. Asked by names: two changes of a folder may share one time stamp."""
    path = _named(settings.TROTH.keys)
    try:
        names = os.listdir(path)  # noqa: PTH208  (a third of the cost, at every question)
    except FileNotFoundError:
        raise KeyRingEmpty(folder()) from None
    return _read(path, tuple(sorted([name for name in names if name.endswith(".key")])))


@lru_cache(maxsize=2)
def _named(keys: Path) -> str:
    return str(keys / "epochs")


@lru_cache(maxsize=2)
def _read(path: str, names: tuple[str, ...]) -> Ring:
    if not names:
        raise KeyRingEmpty(path)
    secrets_by_number = {int(name[:-4]): Path(path, name).read_bytes() for name in names}
    return Ring(tuple(_epoch(number, secrets_by_number[number]) for number in sorted(secrets_by_number, reverse=True)))


def _epoch(number: int, secret: bytes) -> Epoch:
    def derive(info: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, salt=None, info=b"troth epoch " + info).derive(secret)

    return Epoch(number, AESGCM(derive(b"wrapping")), HMAC(derive(b"digest"), hashes.SHA256()))


def ensure() -> None:
    """Make the first epoch if there is none."""
    path = folder()
    if not path.exists() or not any(path.glob("*.key")):
        begin_epoch(1)


def begin_epoch(number: int) -> None:
    """Add an epoch. Durable before it is used: a key wrapped under a lost epoch is lost with it."""
    path = folder()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path / f".{number}.{secrets.token_hex(8)}"  # not the process's number: a container gives it again
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(32))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(scratch, path / f"{number}.key")
    except FileExistsError:
        pass  # another process began the same epoch first; its secret counts
    finally:
        scratch.unlink()
    sync(path)


def end_epoch(number: int) -> None:
    """Destroy an epoch's secret and journal. What only it could open is gone, in every backup too."""
    for file in (folder() / f"{number}.key", journal_of(number)):
        if file.exists():
            with file.open("r+b") as handle:
                handle.write(secrets.token_bytes(file.stat().st_size))
                handle.flush()
                os.fsync(handle.fileno())
            file.unlink()
    sync(folder())


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
