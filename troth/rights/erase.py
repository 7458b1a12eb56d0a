"""Erasing oneself: the plan is shown first, the confirmation leaves while there is still an address to send it to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth import channels, gate, tasks
from troth.catalog.notices import waiting as wishes
from troth.comments import withdraw as comments
from troth.intake import by_telephone
from troth.leads.sign_ups import ended as sign_ups
from troth.orders import access
from troth.orders import parties as order_parties
from troth.orders.exemptions import mine as exemptions
from troth.people import forgetting
from troth.people.models import User

from .reader import Reader, of_account

SENT = "sent"
STATUTORY = "statutory"
CERTIFICATES = "2a.exemption"  # the clause; all else that tax law keeps stays
ALIAS = "%s@sealed.invalid"  # 128 random bits before it, as in a UUID
GOES_ON_AFTER = timedelta(minutes=2)  # longer than any request lives


@dataclass(frozen=True, slots=True)
class LineShown:
    labels: tuple[str, ...]
    records: int
    until: datetime | None
    clause: str
    because: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """`told`: whether the mail that confirms it has left; None as long as nothing was done."""

    now: tuple[LineShown, ...]
    later: tuple[LineShown, ...]
    unfinished: tuple[str, ...]  # numbers of orders still under way
    told: bool | None = None


def plan(reader: Reader, *, for_staff: bool = False) -> PlanShown:
    """What would go now, what stays until when because of which clause. Changes nothing.

    `for_staff`: in words that do not speak to the person.
    """
    lines = [line for person in reader.persons for line in planned(person).lines]
    numbers = [
        number for person in reader.persons for number, _at in order_parties.numbers(_unfinished(person)).values()
    ]
    shown = _together(_shown(line, for_staff) for line in lines)
    return PlanShown(
        tuple(line for line in shown if line.until is None),
        tuple(line for line in shown if line.until is not None),
        tuple(numbers),
    )


def planned(person: gate.PersonId) -> gate.Plan:
    """The gate's plan for one person; orders under way are taken into account, and certificates that prove no sale."""
    going = exemptions.proving_nothing(person)
    return gate.erasure_plan(person, unfinished=_unfinished(person), going=going)


def erase(reader: Reader, *, actor: gate.Actor | None = None) -> PlanShown:
    """Do it. Afterwards nobody here, and no backup once its epoch has ended, knows who they were.

    `actor`: the employee who does it on request; else the reader themselves. A mail that cannot leave holds nothing
    up. The account's own person comes last: an erasure that is cut short can be asked for again, and goes on by itself, for
    it may have been confirmed already. Raises `gate.Refused`: then nobody was told anything, and nothing goes on.
    """
    for person in reader.persons:
        gate.may_erase(person, actor=actor or gate.the_person(person))
    shown = plan(reader)
    _goes_on_without_us(reader)
    told = channels.send_now("erasure_done", reader.first).state == SENT
    _carry_out(reader, actor)
    return replace(shown, told=told)


@tasks.task(tries=10, lease=120)
def go_on_with_account(account: int) -> None:
    """What a process that died left of an account that was being erased."""
    user = User.objects.filter(pk=account).first()
    if user is None:
        return
    left = of_account(user)
    if left is None:  # its person has gone already
        forgetting.forget_account(account)
    else:
        _carry_out(left, gate.system("rights_request"))


@tasks.task(tries=10, lease=120)
def go_on_with_guest(alias: str) -> None:
    """`alias`: of their address, as a UUID. A person's own id may not wait in the shop's store."""
    _go_on(gate.person_behind(ALIAS % uuid.UUID(alias).hex))


@tasks.task(tries=10, lease=120)
def go_on_with_party(party: str) -> None:
    """Of whoever has no address: `party` is what one of their records goes by, as the shop's store knows it anyway."""
    _go_on(gate.person_of_party(gate.PartyId(party)))


def _go_on(guest: gate.PersonId | None) -> None:
    if guest is not None:
        _carry_out(Reader((guest,)), gate.system("rights_request"))


def _goes_on_without_us(reader: Reader) -> None:
    """Queued before anything is done. Usually nothing is left to do then."""
    later = timezone.now() + GOES_ON_AFTER
    with transaction.atomic():
        if reader.account is not None:
            go_on_with_account.using(run_after=later).enqueue(reader.account)
            return
        for person in reader.persons:
            if aliases := gate.aliases_of(person):
                go_on_with_guest.using(run_after=later).enqueue(uuid.UUID(aliases[0].partition("@")[0]))
            else:
                for party in gate.parties_of(person)[:1]:
                    go_on_with_party.using(run_after=later).enqueue(uuid.UUID(int=party.int))


def _carry_out(reader: Reader, actor: gate.Actor | None) -> None:
    wishes.forget(reader.persons)
    sign_ups.forget(reader.persons)
    comments.forget(reader.persons)  # off the pages first
    exemptions.forget(reader.persons)
    for person in reversed(reader.persons):
        access.shut(gate.parties_of(person))
        by_telephone.forget(person)
        gate.erase(person, actor=actor or gate.the_person(person), unfinished=_unfinished(person))
    if reader.account is not None:
        forgetting.forget_account(reader.account)


def labels(line: gate.PlanLine, *, for_staff: bool = False) -> tuple[str, ...]:
    """What the policy calls the kinds of a line, in its order."""
    kinds = (kind for name, kind in gate.policy().kinds.items() if name in line.kinds)
    return tuple(kind.for_staff if for_staff else kind.label for kind in kinds)


def _unfinished(person: gate.PersonId) -> list[gate.PartyId]:
    return order_parties.unfinished(gate.parties_of(person))


def _shown(line: gate.PlanLine, for_staff: bool) -> LineShown:
    under_way = line.until is not None and line.retention != STATUTORY
    if line.until is None and line.retention == STATUTORY:
        clause, because = CERTIFICATES, _("No sale without tax rests on it, so tax law does not want it kept.")
    else:
        clause, because = (
            line.clause,
            _("Until the parcel has arrived, and for nothing else.") if under_way else line.because,
        )
    return LineShown(labels(line, for_staff=for_staff), line.records, line.until, clause, because)


def _together(lines: Iterable[LineShown]) -> list[LineShown]:
    """Lines that say the same of several orders become one. Dates are told to the day."""
    found: dict[object, LineShown] = {}
    for line in lines:
        alike = (line.labels, line.until and line.until.date(), line.clause, line.because)
        before = found.get(alike)
        found[alike] = replace(line, records=line.records + before.records) if before else line
    return list(found.values())
