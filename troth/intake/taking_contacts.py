"""People into the vault, each whole or not at all.

not known here        a person without an account, found by their address, with what the earlier shop noted
known, no account     the same beside what there is
with an account       nothing of theirs is touched; what the earlier shop noted is added, and a no binds
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.utils import timezone

from troth import gate
from troth.people.models import User
from troth.people.unproven import is_proven

from . import forgetting, words_on_news
from .contact import Contact
from .door import PURPOSE, SOURCE
from .marks import mark
from .models import Taken, What
from .report import Became, IntakeReport

AT_ONCE: Final = 100
TOGETHER: Final = 20  # people a vault transaction; shoppers who write meanwhile wait for it
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Plan:
    """What is to be done about one contact. `row`: None where nothing was taken in of them yet."""

    contact: Contact
    became: Became
    mark: str
    row: Taken | None = None
    person: gate.PersonId | None = None
    account: bool = False


@dataclass(slots=True)
class TakingContacts:
    run: UUID
    actor: gate.Actor
    report: IntakeReport
    progress: Progress | None = None
    now: datetime = field(default_factory=timezone.now)

    def take(self, contacts: Sequence[Contact]) -> None:
        """Raises nothing about a single person: what is refused is named in the report."""
        done = 0
        for some in batched(contacts, AT_ONCE, strict=False):
            plans = [self._plan(contact) for contact in some]
            if self.report.dry_run:
                self._foresee(plans)
            else:
                self._carry_out(plans)
            done += len(some)
            if self.progress is not None:
                self.progress(done, len(contacts))

    # -- what is to be done

    def _plan(self, contact: Contact) -> Plan:
        said, everybody = mark(asdict(contact)), _everybody_at(contact)
        same = _row_of(everybody, said)
        if same is not None:
            return Plan(contact, Became.UNCHANGED, said, same, everybody[0])
        person, account = _known(everybody)
        row = _row_of([person]) if person else None
        if self._expired(contact, person):
            return Plan(contact, Became.EXPIRED, said, row, person, account)
        if row is not None:
            return Plan(contact, Became.CHANGED if row.mark else Became.NEW, said, row, person, account)
        return Plan(contact, Became.KNOWN if person else Became.NEW, said, None, person, account)

    def _expired(self, contact: Contact, person: gate.PersonId | None) -> bool:
        until = _until(contact, self._jurisdiction(contact, person))
        return until is not None and until <= self.now

    def _jurisdiction(self, contact: Contact, person: gate.PersonId | None) -> str:
        standing = gate.standing(person) if person else None
        return (
            standing.jurisdiction
            if standing
            else gate.policy().jurisdiction_of(contact.country, contact.organization_country)
        )

    def _foresee(self, plans: Sequence[Plan]) -> None:
        for plan in plans:
            self._count(plan)
            if plan.became in (Became.NEW, Became.KNOWN):
                words_on_news.foreseen(plan.contact, self._jurisdiction(plan.contact, plan.person), self.report)

    def _count(self, plan: Plan, became: Became | None = None) -> None:
        self.report.add(became or plan.became, plan.contact.rows)
        self.report.sample(plan.contact.rows[0], asdict(plan.contact) | {"rows": ()})

    # -- doing it

    def _carry_out(self, plans: Sequence[Plan]) -> None:
        """The rows first: a run that is killed finds again whom it had taken in."""
        begun = [plan for plan in plans if plan.row is None and plan.became in (Became.NEW, Became.KNOWN)]
        for plan in begun:
            plan.row = self._begun(plan)
        Taken.objects.bulk_create([plan.row for plan in begun if plan.row])
        for some in batched(plans, TOGETHER, strict=False):
            with gate.together():
                for plan in some:
                    self._count(plan, self._done(plan))
        # Rows that are there already, written over: bulk_update's CASE for each row took longer than their people.
        Taken.objects.bulk_create(
            [plan.row for plan in plans if plan.row and plan.became is not Became.UNCHANGED],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["mark", "records", "until", "alias"],
        )
        empty = [plan.row.pk for plan in plans if plan.row and not plan.row.mark]
        Taken.objects.filter(pk__in=empty).delete()

    def _begun(self, plan: Plan) -> Taken:
        alias = _alias_of(plan.person) if plan.person else gate.new_alias()
        made = plan.person is None
        return Taken(run=self.run, what=What.CONTACT, made=made, alias=alias, party=gate.PartyId.random())

    def _done(self, plan: Plan) -> Became:
        try:
            if plan.row and plan.became in (Became.NEW, Became.KNOWN, Became.CHANGED):
                self._collect(plan, plan.row)
            if plan.became not in (Became.UNCHANGED, Became.EXPIRED) or (plan.person and not plan.row):
                self._carry_words(plan)
        except gate.Refused as refused:
            self.report.lost(str(refused.reason), plan.contact.rows)
            return Became.REFUSED
        return plan.became

    def _carry_words(self, plan: Plan) -> None:
        if plan.contact.by_mail or plan.contact.by_text:
            words_on_news.carry_over(plan.contact, _everybody_at(plan.contact), self.actor, self.report)

    def _collect(self, plan: Plan, row: Taken) -> None:
        contact = plan.contact
        if plan.person and row.made and not row.mark and forgetting.take_back(row):
            plan.person = None  # a run that died had taken them in and could not note it down: they come anew
        party, since = gate.PartyId(int=row.party.int), contact.clock
        first, *further = _told(contact, whole=not plan.account, email=plan.person is None)
        taken = self._tell(plan.person, first, party=party, since=since, alias=row.alias)
        for record in row.records if plan.person else ():
            gate.discard(taken.person, gate.RecordId(record), actor=gate.system("rights_request"))
        plan.person = taken.person
        records = [taken.records.get("address")]
        for told in further:
            records.append(self._tell(taken.person, told, since=since).records.get("address"))
        row.records = [str(each) for each in records if each]
        row.mark = plan.mark
        row.until = _until(contact, self._jurisdiction(contact, taken.person)) if row.made else None

    def _tell(
        self,
        person: gate.PersonId | None,
        told: dict[str, dict[str, str]],
        *,
        since: datetime | None,
        party: gate.PartyId | None = None,
        alias: str | None = None,
    ) -> gate.Collected:
        return gate.collect(
            person, told, purpose=PURPOSE, source=SOURCE, actor=self.actor, party=party, alias=alias, since=since
        )


def _told(contact: Contact, *, whole: bool, email: bool) -> Iterator[dict[str, dict[str, str]]]:
    """What goes into the vault, the first in one piece; of kinds there can be many of, one at a time."""
    first: dict[str, dict[str, str]] = {"provenance": contact.provenance}
    addresses = [dict(each) for each in contact.addresses] if whole else []
    if whole:
        own = {"name": contact.name, "telephone": contact.telephone}
        first |= {kind: {kind: text} for kind, text in own.items() if text}
        lands = {"country": contact.country, "organization_country": contact.organization_country}
        first |= {"residence": known} if (known := {name: land for name, land in lands.items() if land}) else {}
        first |= {"address": addresses[0]} if addresses else {}
    if email:
        first["email"] = {"email": contact.emails[0]}
    yield first
    yield from ({"address": address} for address in addresses[1:])
    yield from ({"email": {"email": each}} for each in contact.emails[1:] if email)


def _until(contact: Contact, jurisdiction: str) -> datetime | None:
    retention = gate.policy().kinds["provenance"].retention
    return gate.policy().keep_until(retention, contact.clock or timezone.now(), jurisdiction)


def _known(everybody: Sequence[gate.PersonId]) -> tuple[gate.PersonId | None, bool]:
    """Who is meant, and whether they have an account: a guest first, else somebody whose mailbox has answered."""
    bound = {person: gate.account_of_person(person) for person in everybody}
    guest = next((person for person, account in bound.items() if account is None), None)
    if guest is not None:
        return guest, False
    proven = next((person for person, account in bound.items() if _proven(account)), None)
    return proven, proven is not None


def _everybody_at(contact: Contact) -> list[gate.PersonId]:
    return list(dict.fromkeys(person for email in contact.emails for person in gate.persons_at(email)))


def _proven(account: int | None) -> bool:
    user = User.objects.filter(pk=account).first() if account is not None else None
    return user is not None and is_proven(user)


def _row_of(people: Sequence[gate.PersonId], said: str = "") -> Taken | None:
    """What was taken in of any of them; with a mark, only where it said the same."""
    aliases = [alias for person in people for alias in gate.aliases_of(person)]
    rows = Taken.objects.filter(what=What.CONTACT, alias__in=aliases, **({"mark": said} if said else {}))
    return rows.first() if aliases else None


def _alias_of(person: gate.PersonId) -> str:
    return next(iter(gate.aliases_of(person)), "")
