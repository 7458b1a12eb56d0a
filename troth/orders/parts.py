"""The people's part of an order, opened for one look: whole, masked or withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from troth import gate
from troth.people import postal

from . import jobs

CONTACT, DELIVERY, BILLING = "order_contact", "order_delivery", "order_billing"
Value = gate.Personal | gate.Withheld
DOT = "•"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines in the order they are written. Each is printed with `|reveal`; a withheld part is one line that says why."""

    lines: tuple[Value, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Parts:
    contact: Part
    delivery: Part
    billing: Part
    masked: bool = False


def withheld(refused: gate.Refused) -> Part:
    return Part((gate.Withheld(refused.clause, refused.reason),))


def contact(opened: gate.Opened) -> Part:
    record = opened.first(CONTACT)
    if record is None:
        return Part()
    values = (record[name] for name in ("name", "email", "telephone") if name in record.fields)
    return Part(tuple(value for value in values if value is not None))


def address(opened: gate.Opened, kind: str) -> Part:
    """As it stands on a parcel. With one field withheld nothing can be laid out, and only that is said."""
    record = opened.first(kind)
    if record is None:
        return Part()
    sealed = [value for value in record.fields.values() if isinstance(value, gate.Withheld)]
    if sealed:
        return Part((sealed[0],))
    told = {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}
    lines = postal.lines_of(told) + ([told["tax_id"]] if told.get("tax_id") else [])
    if number := told.get("purchase_order"):
        lines.append(gettext("Purchase order: %(number)s") % {"number": number})
    return Part(tuple(gate.Personal(line, opened.grant) for line in lines))


# For each part the purposes that open it, the one nearest to sending the order first.
NEEDED: dict[str, tuple[str, ...]] = {
    CONTACT: ("fulfil_order", "resolve_order_problem", "order_history"),
    DELIVERY: ("fulfil_order",),
    BILLING: ("billing",),
}


def opened(whose: gate.PartyId, *, actor: gate.Actor, reason: str = "") -> Parts:
    """Each part under the purpose it is needed for, so that nobody's job opens more than it needs.

    A refusal, or what the job does not include, is a seal in the place of what it refuses.
    """
    found = {kind: Part((jobs.seal(actor, *purposes),)) for kind, purposes in NEEDED.items()}
    kinds: dict[str, list[str]] = {}
    for kind, purposes in NEEDED.items():
        if purpose := jobs.purpose_for(actor, *purposes, reason=reason):
            kinds.setdefault(purpose, []).append(kind)
    for purpose, asked in kinds.items():
        needed = "" if jobs.includes(actor, purpose) else reason
        found |= zip(asked, _for_purpose(whose, tuple(asked), purpose, actor, needed), strict=True)
    return Parts(found[CONTACT], found[DELIVERY], found[BILLING])


def _for_purpose(
    whose: gate.PartyId, kinds: tuple[str, ...], purpose: str, actor: gate.Actor, reason: str
) -> list[Part]:
    try:
        found = gate.use(whose, kinds, purpose=purpose, actor=actor, reason=reason)
    except gate.Refused as refused:
        return [withheld(refused)] * len(kinds)
    return [contact(found) if kind == CONTACT else address(found, kind) for kind in kinds]


def delivery(whose: gate.PartyId, *, actor: gate.Actor) -> Part:
    """Where it goes and nothing else, for what is printed into the parcel."""
    purpose = jobs.purpose_for(actor, *NEEDED[DELIVERY])
    if purpose is None:
        return Part((jobs.seal(actor, *NEEDED[DELIVERY]),))
    return _for_purpose(whose, (DELIVERY,), purpose, actor, "")[0]


def deliveries(whose: Sequence[gate.PartyId], *, actor: gate.Actor) -> dict[gate.PartyId, Part]:
    """The same for many, with an entry each, in a constant number of queries."""
    purpose = jobs.purpose_for(actor, *NEEDED[DELIVERY])
    if purpose is None or not whose:
        return dict.fromkeys(whose, Part((jobs.seal(actor, *NEEDED[DELIVERY]),)))
    answers = gate.use_each(whose, (DELIVERY,), purpose=purpose, actor=actor)
    found = ((party, answers[party]) for party in whose)
    return {
        party: withheld(answer) if isinstance(answer, gate.Refused) else address(answer, DELIVERY)
        for party, answer in found
    }


def under_mask(whose: gate.PartyId, *, actor: gate.Actor) -> Parts:
    """First letters only; the country stays. For a browser that has not shown whose mailbox it is."""
    whom, where = _for_purpose(whose, (CONTACT, DELIVERY), "fulfil_order", actor, "")
    return Parts(_masked(whom, 0), _masked(where, 1), Part(), masked=True)


def _masked(part: Part, kept: int) -> Part:
    """`kept`: how many lines at the end stay as they are."""
    end = len(part.lines) - kept
    return Part(
        tuple(
            gate.Personal(_mask(line.reveal()), line.grant) if isinstance(line, gate.Personal) and place < end else line
            for place, line in enumerate(part.lines)
        )
    )


def _mask(text: str) -> str:
    if "@" in text:
        before, _at, host = text.rpartition("@")
        return f"{before[:1]}{DOT * 3}@{host[:1]}{DOT * 3}.{host.rpartition('.')[2]}"
    return " ".join(word[:1] + DOT * min(max(len(word) - 1, 1), 6) for word in text.split())
