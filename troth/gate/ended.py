"""`ended_since`: whether anything was erased, or was over, since somebody asked last. It says neither what nor whose."""

from __future__ import annotations

from troth import ledger
from troth.policy import Verb


def ended_since(place: int) -> tuple[int, bool]:
    """`place`: what the last answer began with; 0 at first. By the order of the tree, where nothing is put in earlier later."""
    size = ledger.size()
    return size, ledger.tells_of(str(Verb.ERASE), place, size)
