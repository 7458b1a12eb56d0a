"""Proofs about the ledger, for whoever runs the shop."""

from __future__ import annotations

from collections.abc import Callable

from troth import ledger
from troth.ledger import Finding as Finding
from troth.ledger import LedgerError as LedgerError
from troth.ledger import Proof as Proof
from troth.ledger import Report as Report
from troth.ledger import State as State


def verify(progress: Callable[[int, int], None] | None = None, against: str | None = None) -> Report:
    """Verify the whole ledger, held against a checkpoint kept outside if there is one."""
    return ledger.verify(progress, against)


def proof(entry: str) -> Proof:
    """Inclusion proof of an entry. Raises LedgerError with a sentence."""
    return ledger.proof(entry)


def sequence() -> int:
    """Put every waiting entry into the tree and sign it; how many there were. Raises LedgerError."""
    return ledger.sequence_all()


def rotate_key() -> str:
    """A new signing key from here on; its verifier key. Raises LedgerError with a sentence."""
    return ledger.rotate_key()


def state() -> State:
    return ledger.state()
