"""C2SP signed notes (c2sp.org/signed-note) with Ed25519, and the checkpoints of a log written as such notes
(c2sp.org/tlog-checkpoint). Values only."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .errors import BadSignature, MalformedNote, UnknownSigner
from .tree import HASH

ED25519 = b"\x01"
MOST_SIGNATURES = 64
LARGEST_NOTE = 64 * 1024

_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name."""

    name: str
    public: bytes  # 32 bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """The verifier key ("vkey") other tools take: `name+id+key`."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(ED25519 + self.public)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    @classmethod
    def parse(cls, text: str) -> Verifier:
        name, key_id, key = _key_parts(text, 2)
        verifier = cls(name, key)
        if verifier.key_id.hex() != key_id:
            raise MalformedNote("the verifier key is damaged: its id does not belong to it")
        return verifier


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key under its name. Written as golang.org/x/mod/sumdb/note writes it."""

    name: str
    seed: bytes  # 32 bytes

    @property
    def verifier(self) -> Verifier:
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, public.public_bytes_raw())

    def sign(self, text: str) -> str:
        """A signed note of `text`, which must end in a newline."""
        if not _NAME.fullmatch(self.name) or not text.endswith("\n") or _CONTROLS.search(text):
            raise MalformedNote("this text cannot be signed as a note")
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{text}\n— {self.name} {_encode(self.verifier.key_id + signature)}\n"

    def secret(self) -> str:
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{_encode(ED25519 + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> Signer:
        if not text.startswith("PRIVATE+KEY+"):
            raise MalformedNote("not a signing key")
        name, key_id, seed = _key_parts(text.removeprefix("PRIVATE+KEY+"), 2)
        signer = cls(name, seed)
        if signer.verifier.key_id.hex() != key_id:
            raise MalformedNote("the signing key is damaged: its id does not belong to it")
        return signer


def open_note(note: str, known: Iterable[Verifier]) -> tuple[str, Verifier]:
    """The text of a note and the known key that signed it.

    Signatures of unknown keys are passed over; one wrong signature of a known key condemns the note.
    Raises MalformedNote, UnknownSigner or BadSignature.
    """
    text, signatures = _parts(note)
    keys = {(key.name, key.key_id): key for key in known}
    signer: Verifier | None = None
    for name, blob in signatures:
        key = keys.get((name, blob[:4]))
        if key is None:
            continue
        if not key.accepts(text, blob[4:]):
            raise BadSignature(f"a signature of {name} does not belong to the note")
        signer = signer or key
    if signer is None:
        raise UnknownSigner("no known key signed the note")
    return text, signer


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log signs: its name, the number of leaves, the root above them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """From the text of a note. Extension lines are allowed and not looked at."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not _SIZE.fullmatch(lines[1]):
            raise MalformedNote("not a checkpoint")
        root = _decode(lines[2])
        if len(root) != HASH:
            raise MalformedNote("the checkpoint's root is not a hash")
        return cls(lines[0], int(lines[1]), root)


def unverified(note: str) -> Checkpoint:
    """The checkpoint a note claims to be, its signatures not looked at."""
    return Checkpoint.parse(_parts(note)[0])


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > LARGEST_NOTE or _CONTROLS.search(note):
        raise MalformedNote("not a signed note")
    text, blank, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() or not 0 < len(lines) <= MOST_SIGNATURES:
        raise MalformedNote("not a signed note")
    signatures: list[tuple[str, bytes]] = []
    for line in lines:
        match = _SIGNATURE.fullmatch(line)
        blob = _decode(match[2]) if match else b""
        if match is None or len(blob) < 5:
            raise MalformedNote("a signature line of the note cannot be read")
        signatures.append((match[1], blob))
    return text + "\n", signatures


def _key_parts(text: str, plus: int) -> tuple[str, str, bytes]:
    parts = text.strip().split("+", plus)  # base64 may contain further plus signs
    if len(parts) != plus + 1 or not _NAME.fullmatch(parts[0]):
        raise MalformedNote("not a key")
    blob = _decode(parts[2])
    if blob[:1] != ED25519 or len(blob) != 33:
        raise MalformedNote("not an Ed25519 key")
    return parts[0], parts[1], blob[1:]


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str) -> bytes:
    """Base64 that would be written the same way again: no other spelling of the same bytes is taken."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or _encode(data) != text:
        raise MalformedNote("not base64")
    return data
