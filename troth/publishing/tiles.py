"""What the ledger shows the public: signed checkpoints, tiles of hashes, the key to check them with. No entries."""

from __future__ import annotations

from troth import ledger


def checkpoint() -> str:
    """The checkpoint in force, a C2SP signed note."""
    return ledger.checkpoint()


def verifier_key() -> str:
    """The public key as one line, in the form tools for signed notes take."""
    return ledger.verifier_key() + "\n"


def tile(path: str) -> bytes | None:
    """The tile at an address like `0/x001/234.p/17`; None where there is none."""
    return ledger.tile(path)
