"""What staff carry out for somebody who asked by telephone, letter or mail. Each verb of the gate decides and records.

What stands already is not written again: their history has a line for each word they gave, and none for a second press.

stop_mails      customer service and privacy officer: no to every mail that can be said no to
correct, add, change_email, restrict, close, plan, erase, export        privacy officer
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.comments import withdraw as comments
from troth.intake import by_telephone
from troth.people import addresses
from troth.people.addresses import SameAddress
from troth.people.models import User

from . import choices, erase, export, moved
from .at_work import AtWork
from .choices import Bound
from .erase import PlanShown
from .for_staff import answering, purpose_of, reader_of
from .moved import Unsaid
from .records_for_staff import CORRECTABLE

__all__ = [
    "NotCorrectable",
    "SameAddress",
    "add",
    "addable",
    "carry_out_erasure",
    "change_email",
    "close",
    "correct",
    "plan",
    "restrict",
    "stop_mails",
    "take_along",
]
ADDABLE = ("name", "telephone", "address")
TELEPHONE = "telephone"  # the kind, and its field


class NotCorrectable(LookupError):
    """Records of this kind are not corrected here: an account's address is changed by who can read its mailbox."""


def stop_mails(person: gate.PersonId, by: AtWork) -> Bound:
    """Somebody told us "no more mails". Mails about their orders still come. Raises `gate.Refused`."""
    unsaid = choices.still_mailed(_here(person))
    if not unsaid:
        purpose_of(by)  # whose job it isn't is refused all the same
    for purpose in unsaid:
        gate.choose(person, purpose, "email", gate.State.OBJECTED, actor=by.actor, source="office")
    return _bound(person, bool(unsaid))


@sensitive_variables("fields")
def correct(person: gate.PersonId, by: AtWork, kind: str, record_id: UUID, fields: Mapping[str, str]) -> Unsaid | None:
    """Replace one record. Raises `gate.Refused`, NotCorrectable.

    Where that puts them under other rules, they are asked as if they had moved themselves: by mail, since they are not here.
    Returns what nobody has said yet then, else None. Consent, embargoes and prices follow the country by themselves.
    """
    if kind not in CORRECTABLE:
        raise NotCorrectable(kind)
    reader = reader_of(person)
    rules = moved.rules_of(reader)
    with by_telephone.changing(person, fields[kind]) if kind == TELEPHONE else nullcontext():
        gate.collect(
            person,
            {kind: fields},
            purpose="rights_request",
            source="office",
            actor=by.actor,
            replaces=record_id,
        )
    if moved.rules_of(reader) == rules:
        return None
    channels.fence.settle(person)  # what the old rules let go is not on its way any more
    channels.send("rules_changed", person)
    return moved.unsaid(reader)


def addable(person: gate.PersonId) -> tuple[str, ...]:
    """Kinds of record an account lacks, or may have more of. Opens nothing; nothing for guests, who have orders only."""
    if gate.account_of_person(person) is None:
        return ()
    held = {kind for line in gate.erasure_plan(person).lines for kind in line.kinds}
    return tuple(kind for kind in ADDABLE if kind not in held or not gate.policy().kinds[kind].single)


@sensitive_variables("fields", "reason")
def add(person: gate.PersonId, by: AtWork, kind: str, fields: Mapping[str, str], reason: str) -> None:
    """Take in a record they want us to have. Raises `gate.Refused`, NotCorrectable where there is one already."""
    answering(by)
    if kind not in addable(person):
        raise NotCorrectable(kind)
    gate.collect(person, {kind: fields}, purpose="rights_request", source="office", actor=by.actor, reason=reason)


@sensitive_variables("typed", "reason")
def change_email(person: gate.PersonId, by: AtWork, typed: str, reason: str) -> None:
    """Begin to change the address of an account: its new mailbox is asked, and the old one told when it has answered.

    Raises `gate.Refused`, NotCorrectable for somebody without an account, `SameAddress`.
    """
    answering(by)
    account = gate.account_of_person(person)
    if account is None:
        raise NotCorrectable("email")
    addresses.begin_change_for(User.objects.get(pk=account), typed, actor=by.actor, reason=reason)


def restrict(person: gate.PersonId, by: AtWork, on: bool) -> Bound:
    """Stop processing, or let it go on. Raises `gate.Refused`."""
    new = (_here(person).restricted_since is not None) is not on
    if new:
        (gate.restrict if on else gate.unrestrict)(person, actor=by.actor)
    else:
        answering(by)
    comments.rest([person], on)  # also where an earlier try did not come to this
    return _bound(person, new)


def close(person: gate.PersonId, by: AtWork, on: bool) -> Bound:
    """Close the account for purchases, or open it again. Raises `gate.Refused`."""
    new = (_here(person).closed_since is not None) is not on
    if new:
        (gate.close if on else gate.reopen)(person, actor=by.actor)
    else:
        answering(by)
    return _bound(person, new)


def take_along(person: gate.PersonId, by: AtWork) -> bytes:
    """Everything held about them, as a ZIP to hand over. Raises `gate.Refused`."""
    return export.export(reader_of(person), actor=by.actor)


def plan(person: gate.PersonId, by: AtWork) -> PlanShown:
    """What erasing would do. Changes and opens nothing. Raises `gate.Refused`."""
    answering(by)
    return erase.plan(reader_of(person), for_staff=True)


def carry_out_erasure(person: gate.PersonId, by: AtWork) -> PlanShown:
    """Erase them; the confirmation leaves first. Raises `gate.Refused`."""
    answering(by)  # before a mail says that it was done
    return erase.erase(reader_of(person), actor=by.actor)


def _here(person: gate.PersonId) -> gate.Standing:
    """Raises `gate.Refused` for somebody who is not here any more."""
    known = gate.standing(person)
    if known is None:
        raise choices.nobody()
    return known


def _bound(person: gate.PersonId, new: bool) -> Bound:
    return Bound(not new or channels.fence.settle(person), new)
