"""What a lot of bookings is printed from: one file of the labels, and one of the customs invoices. Kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from troth.recipients.parcels import joining

from .labelling import Labelled

PDF, ZPL = "application/pdf", "application/zpl"


@dataclass(frozen=True, slots=True)
class Sheaf:
    """`many`: how many papers are in it. `missing`: numbers of the orders whose paper could not be joined."""

    name: str
    kind: str
    content: bytes = field(repr=False)
    many: int
    missing: tuple[str, ...] = ()


def labels(booked: Sequence[Labelled]) -> tuple[Sheaf, ...]:
    """A file for each kind of label there are several of. Pictures are in none: the page itself prints those."""
    told = [(each.number, each.shipped) for each in booked if each.shipped]
    found = [_pdf("labels.pdf", [(number, one.label) for number, one in told if one.content_type == PDF])]
    commands = [one.label for _number, one in told if one.content_type == ZPL]
    if len(commands) > 1:
        found.append(Sheaf("labels.zpl", ZPL, joining.commands(commands), len(commands)))
    return tuple(sheaf for sheaf in found if sheaf)


def invoices(booked: Sequence[Labelled]) -> Sheaf | None:
    """The customs invoices of all, for another printer than the labels'; None for fewer than two.

    Pictures are not among them: the page prints those.
    """
    told = [(one.number, one.shipped) for one in booked if one.shipped and one.shipped.invoice]
    return _pdf("customs.pdf", [(number, one.invoice) for number, one in told if one.invoice_type == PDF])


def _pdf(name: str, papers: Sequence[tuple[str, bytes]]) -> Sheaf | None:
    if len(papers) < 2:
        return None
    joined = joining.pages([content for _number, content in papers])
    missing = tuple(papers[place][0] for place in joined.unread)
    return Sheaf(name, PDF, joined.content, len(papers) - len(missing), missing)
