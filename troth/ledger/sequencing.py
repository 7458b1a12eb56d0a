"""Giving committed entries their place in the tree, and signing what has become of it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from . import keys, store, tiles
from .errors import Damaged
from .leaf import entry_hashes
from .note import Checkpoint, Signer
from .signed import believe
from .tree import EMPTY_ROOT

BATCH = 2000  # entries a transaction; SQLite's writers wait that long


def sequence(limit: int = BATCH) -> int:
    """Put up to `limit` waiting entries into the tree and sign a checkpoint; how many there were.

    In a transaction of its own, one sequencer at a time. Raises Damaged, and signs nothing, when the stored
    tree is not the one last signed; KeyMissing when there is a signed tree but no key to go on with.
    """
    if not store.any_pending():
        return 0
    with transaction.atomic(using=store.STORE, durable=True):
        store.lock_tree()
        size, held = _tree_last_signed()
        rows = store.pending(limit)
        if rows:
            _grow(size, held, rows)
    return len(rows)


def sequence_all() -> int:
    """Until nothing waits; how many entries there were."""
    done = 0
    while count := sequence():
        done += count
    return done


def checkpoint() -> str:
    """The checkpoint in force, a signed note. Before the first entry: one of the empty tree."""
    latest = store.latest_checkpoint()
    return latest.note if latest else _sign(keys.ensure(), 0, EMPTY_ROOT)


def rotate_key() -> str:
    """Replace the signing key, and sign the present tree with the new one; the new verifier key."""
    with transaction.atomic(using=store.STORE, durable=True):
        store.lock_tree()
        size, held = _tree_last_signed()
        signer = keys.replace(size)
        store.save_checkpoint(size, _sign(signer, size, tiles.edge_root(held)), datetime.now(UTC))
    return str(signer.verifier)


def _grow(size: int, held: dict[int, bytes], rows: list[store.Row]) -> None:
    grown = tiles.grow(size, held, entry_hashes(rows))
    if store.assign(size, [row[0] for row in rows]) != len(rows):
        raise Damaged(_("Entries changed while they were being sequenced."))
    store.save_tiles(grown.changed)
    signer = keys.signer() if size else keys.ensure()
    store.save_checkpoint(grown.size, _sign(signer, grown.size, grown.root), datetime.now(UTC))


def _tree_last_signed() -> tuple[int, dict[int, bytes]]:
    """Size and right edge of the tree the checkpoint in force speaks of.

    A log must never sign two histories, so nothing is built on a tree that is not the signed one.
    """
    latest = store.latest_checkpoint()
    if latest is None:
        return 0, {}
    signed, _signer = believe(latest.note)
    held = edge_of(signed.size)
    if held is None or tiles.edge_root(held) != signed.root:
        raise Damaged(_("The stored tree is not the one last signed. Run 'troth ledger verify' to see what changed."))
    return signed.size, held


def edge_of(size: int) -> dict[int, bytes] | None:
    """Contents of the partial tiles of a tree of `size`, by level; None if one is missing or too short."""
    wanted = tiles.edge(size)
    stored = store.tiles((tile.level, tile.number) for tile in wanted)
    held = {tile.level: stored.get((tile.level, tile.number), b"")[: tile.width * 32] for tile in wanted}
    return held if all(len(held[tile.level]) == tile.width * 32 for tile in wanted) else None


def _sign(signer: Signer, size: int, root: bytes) -> str:
    return signer.sign(Checkpoint(signer.name, size, root).text())
