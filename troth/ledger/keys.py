"""The ledger's signing key, as files beside the key ring and outside every database.

`<TROTH_KEYS>/ledger.key` (mode 0600) is one line: the Ed25519 seed under the log's name, in the form other
tools of signed notes write. The name is the log's *origin*: witnesses know the log by it, so it stays when the
shop's address changes. `<TROTH_KEYS>/ledger.retired` lists public keys of former times, each with the
size of the tree at which it was last used: it vouches for nothing beyond.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import KeyMissing, MalformedNote
from .note import Signer, Verifier


@dataclass(frozen=True, slots=True)
class Known:
    """A public key, and up to which size of the tree its word counts (None: without end)."""

    verifier: Verifier
    until: int | None = None


def file() -> Path:
    return settings.TROTH.keys / "ledger.key"


def retired_file() -> Path:
    return settings.TROTH.keys / "ledger.retired"


def origin() -> str:
    """The name a new log gets: the shop's address without its scheme, and the folder of the checkpoint."""
    address = urlsplit(settings.TROTH.base_url)
    return f"{address.netloc}{address.path.rstrip('/')}/ledger"


def signer() -> Signer:
    """The key in force. Raises KeyMissing, or MalformedNote if the file is damaged."""
    try:
        return Signer.parse(file().read_text())
    except FileNotFoundError:
        raise KeyMissing(_("The ledger's signing key is missing: %(file)s") % {"file": file()}) from None


def ensure() -> Signer:
    """The key in force; made if there is none. Whoever comes first wins when two processes start together."""
    if not file().exists():
        file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = _scratch(Signer(origin(), secrets.token_bytes(32)).secret())
        try:
            os.link(scratch, file())
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
        _sync(file().parent)
    return signer()


def known() -> list[Known]:
    """The public key in force and those that were before it. Raises KeyMissing if there is none in force."""
    return [Known(signer().verifier), *_retired()]


def replace(size: int) -> Signer:
    """Retire the key in force at a tree of `size` and put a new one under the same name in its place.

    The public half of the old key is durable before the new key counts, so a crash in between loses nothing.
    """
    old = signer()
    with retired_file().open("a") as lines:
        lines.write(f"{old.verifier} {size}\n")
        lines.flush()
        os.fsync(lines.fileno())
    _scratch(Signer(old.name, secrets.token_bytes(32)).secret()).replace(file())
    _sync(file().parent)
    return signer()


def _retired() -> list[Known]:
    if not retired_file().exists():
        return []
    keys: list[Known] = []
    for line in retired_file().read_text().splitlines():
        verifier, _space, size = line.partition(" ")
        if not size.isdigit():
            raise MalformedNote(f"{retired_file()} is damaged")
        keys.append(Known(Verifier.parse(verifier), int(size)))
    return keys


def _scratch(secret: str) -> Path:
    """A durable file beside the key, not yet under its name."""
    path = file().with_name(f".ledger.key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secret.encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
