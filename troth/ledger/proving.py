"""Proofs that an entry is in the tree, and that one tree is the beginning of another."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import store, tiles
from .errors import Damaged, NotYetProtected, UnknownEntry
from .leaf import entry_hash
from .note import unverified
from .signed import believe
from .tree import consistency_path, inclusion_path, root_from_path


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in the tree a checkpoint speaks of. Checked without asking anybody."""

    id: int
    token: str
    subject: str
    body: str  # exactly as stored: the leaf covers these bytes
    salt: bytes
    leaf_hash: bytes
    index: int
    size: int
    path: tuple[bytes, ...]  # from the leaf up
    checkpoint: str  # signed note
    key: str  # verifier key that signed it

    def as_json(self) -> dict[str, Any]:
        """For `json.dumps`: hashes in base64, the salt in hexadecimal. leaf.py describes the leaf."""
        return {
            "entry": {
                "id": self.id,
                "token": self.token,
                "subject": self.subject,
                "body": self.body,
                "salt": self.salt.hex(),
            },
            "leaf_hash": _base64(self.leaf_hash),
            "index": self.index,
            "size": self.size,
            "path": [_base64(part) for part in self.path],
            "checkpoint": self.checkpoint,
            "key": self.key,
        }

    def as_text(self) -> str:
        """As C2SP tlog-proof (c2sp.org/tlog-proof), for other tools."""
        lines = ["c2sp.org/tlog-proof@v1", f"index {self.index}", *map(_base64, self.path)]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def proof(token: str) -> Proof:
    """Inclusion proof of an entry in the tree of the checkpoint in force.

    Raises UnknownEntry, NotYetProtected, and Damaged rather than handing out a proof that does not hold.
    """
    row = store.entry(token)
    if row is None:
        raise UnknownEntry(_("There is no ledger entry %(token)s.") % {"token": token})
    latest = store.latest_checkpoint()
    index = row.place
    if index is None or latest is None:
        raise NotYetProtected(_("This entry is too new: the next checkpoint will protect it."))
    signed, signer = believe(latest.note)
    if not 0 <= index < signed.size:
        raise NotYetProtected(_("This entry is too new: the next checkpoint will protect it."))
    leaf = _leaf(row)
    path = _from_tiles(lambda node: inclusion_path(node, index, signed.size), tiles.around(index, signed.size))
    if root_from_path(leaf, index, signed.size, path) != signed.root:
        raise Damaged(_("This entry does not fit the signed tree. Run 'troth ledger verify' to see what changed."))
    salt = bytes(row.salt)
    return Proof(
        row.id,
        row.token,
        row.subject,
        row.body,
        salt,
        leaf,
        index,
        signed.size,
        path,
        latest.note,
        str(signer),
    )


def _leaf(row: store.Row) -> bytes:
    try:
        return entry_hash(row.id, row.token, row.subject, row.body, row.salt)
    except (TypeError, AttributeError):  # not of the types an entry has
        raise Damaged(_("This entry cannot be read. Run 'troth ledger verify' to see what changed.")) from None


def consistency_proof(old: int, new: int | None = None) -> tuple[bytes, ...]:
    """Proof that the tree of `new` leaves (by default the one last signed) begins with the one of `old`.

    ValueError when there are no such trees.
    """
    latest = store.latest_checkpoint()
    size = unverified(latest.note).size if latest else 0
    new = size if new is None else new
    if not 0 <= old <= new <= size:
        raise ValueError(f"the signed tree has {size} leaves")
    wanted = tiles.around(max(old - 1, 0), new) if new else set()
    return _from_tiles(lambda node: consistency_path(node, old, new), wanted)


def _from_tiles(
    make: Callable[[Callable[[int, int], bytes]], tuple[bytes, ...]], wanted: set[tuple[int, int]]
) -> tuple[bytes, ...]:
    """A path made from stored tiles: the `wanted` ones in one query, any other as it is needed."""
    stored = store.tiles(wanted)

    def read(level: int, number: int) -> bytes:
        found = stored.get((level, number))
        return found if found is not None else store.tile(level, number) or b""

    try:
        return make(tiles.TiledTree(read).node)
    except LookupError:
        raise Damaged(_("A tile of the tree is missing. Run 'troth ledger verify' to see what changed.")) from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
