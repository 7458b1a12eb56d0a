"""Naming what happened to entries whose hash is not the one their tile holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import tiles
from .audit import Audit, Mismatch
from .report import Fault, Findings


@dataclass(frozen=True, slots=True)
class Outsider:
    """A place without an entry and the hash sealed there, or an entry outside the tree and its hash."""

    index: int
    hash: bytes
    token: str


def classify(
    findings: Findings, audit: Audit, absent: Sequence[Outsider], strangers: Sequence[Outsider], vouched: int
) -> None:
    """Turn mismatches into findings. Up to the size `vouched`, a signed checkpoint confirms the entries."""
    kept = audit.mismatches
    if audit.mismatched > len(kept):
        kept = kept[:-1]  # the last one's counterpart may be among those not kept
    _tiles(findings, [mismatch for mismatch in kept if mismatch.index < vouched])
    entries = [mismatch for mismatch in kept if mismatch.index >= vouched]
    sealed_at = {one.stored: one.index for one in entries} | {one.hash: one.index for one in absent if one.hash}
    found = {one.computed for one in entries} | {one.hash for one in strangers}
    for one in entries:
        _name(findings, one, sealed_at, found)
    for place in absent:
        if place.hash not in found:
            _gone(findings, place.index)
    for stranger in strangers:
        _stray(findings, stranger, sealed_at)
    findings.more(audit.mismatched - len(kept))


def _tiles(findings: Findings, mismatches: Sequence[Mismatch]) -> None:
    for number in sorted({mismatch.index // tiles.WIDTH for mismatch in mismatches}):
        says = _("Tile %(tile)s differs from the entries, which a signed checkpoint confirms.")
        findings.add(Fault.TILE, says % {"tile": tiles.Tile(0, number).path})


def _name(findings: Findings, one: Mismatch, sealed_at: dict[bytes, int], found: set[bytes]) -> None:
    what = {"token": one.token, "index": one.index}
    if one.computed in sealed_at:
        _moved(findings, one.token, one.index, sealed_at[one.computed])
        if one.stored not in found:
            _gone(findings, one.index)
    elif one.stored in found:
        says = _("Entry %(token)s (index %(index)s) was never sealed: someone added it.")
        findings.add(Fault.EXTRA, says % what, one.index, one.token)
    else:
        says = _("Entry %(token)s (index %(index)s) was changed after it was sealed.")
        findings.add(Fault.CHANGED, says % what, one.index, one.token)


def _stray(findings: Findings, one: Outsider, sealed_at: dict[bytes, int]) -> None:
    if one.hash in sealed_at:
        _moved(findings, one.token, one.index, sealed_at[one.hash])
        return
    says = _("Entry %(token)s (index %(index)s) stands beyond the newest checkpoint: someone added it.")
    findings.add(Fault.EXTRA, says % {"token": one.token, "index": one.index}, one.index, one.token)


def _moved(findings: Findings, token: str, index: int, sealed: int) -> None:
    says = _("Entry %(token)s stands at index %(index)s, but was sealed at index %(sealed)s.")
    findings.add(Fault.MOVED, says % {"token": token, "index": index, "sealed": sealed}, index, token)


def _gone(findings: Findings, index: int) -> None:
    says = _("The entry that was sealed at index %(index)s is missing.")
    findings.add(Fault.MISSING, says % {"index": index}, index)
