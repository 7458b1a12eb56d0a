"""Believing a checkpoint, or not."""

from __future__ import annotations

from collections.abc import Sequence

from . import keys
from .errors import BadSignature, MalformedNote
from .note import Checkpoint, Verifier, open_note


def believe(note: str, known: Sequence[keys.Known] | None = None) -> tuple[Checkpoint, Verifier]:
    """The checkpoint in a signed note, and the key of this ledger that signed it.

    Raises MalformedNote, UnknownSigner, or BadSignature (also when a retired key signed more than it may).
    """
    known = keys.known() if known is None else known
    text, signer = open_note(note, [key.verifier for key in known])
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin != signer.name:
        raise MalformedNote("the checkpoint is signed under another name than its own")
    if not any(key.verifier == signer and (key.until is None or checkpoint.size <= key.until) for key in known):
        raise BadSignature("a retired key signed a tree it never saw")
    return checkpoint, signer
