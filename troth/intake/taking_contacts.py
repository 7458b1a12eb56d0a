"""People into the vault, each whole or not at all.

not known here        a person without an account, found by their address, with what the earlier shop noted
known, no account     the same beside what there is
with an account       nothing of theirs is touched; what the earlier shop noted is added, and a no binds
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from troth import gate
from troth.catalog.importing import unworked
from troth.catalog.models import ImportRun
from troth.people.models import User
from troth.people.unproven import is_proven

from . import by_telephone, contact_known, forgetting, former_shop, words_on_news
from .contact import Contact
from .door import PURPOSE, SOURCE
from .marks import mark
from .models import Taken, What
from .report import Became, IntakeReport

AT_ONCE: Final = 100
TOGETHER: Final = 20  # people a vault transaction; shoppers who write meanwhile wait for it
# Whoever has no address is found by what the earlier shop noted, so they have to be forgotten while that is still there.
_BEFORE: Final = timedelta(days=7)
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
    everybody: tuple[gate.PersonId, ...] = ()  # known at one of their addresses


@dataclass(slots=True)
class TakingContacts:
    run: UUID
    actor: gate.Actor
    report: IntakeReport
    progress: Progress | None = None
    shop: str = former_shop.NAMELESS  # `former_shop.of_people`
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
        same, whose = self._said_before(contact, everybody, said)
        if same is not None:
            return Plan(contact, Became.UNCHANGED, said, same, whose, everybody=everybody)
        person, account = _known(everybody)
        row = self._row_of(contact, [person]) if person else None
        if row is not None and self._is_others_work(row):
            row = None
        plan = Plan(contact, Became.KNOWN if person else Became.NEW, said, row, person, account, everybody)
        if self._expired(contact, person):
            plan.became = Became.EXPIRED
        elif row is not None:
            plan.became = Became.CHANGED if row.mark else Became.NEW
        return plan

    def _said_before(
        self, contact: Contact, everybody: Sequence[gate.PersonId], said: str
    ) -> tuple[Taken | None, gate.PersonId | None]:
        """The row of last time, if the file says the same, and who it is of. Of whoever has no address by that alone: their
        number may have been corrected or taken out here since, and finds nobody then.
        """
        if contact.emails:
            row = self._row_of(contact, everybody, said)
            return row, everybody[0] if row else None
        row = self._of_this_shop(Taken.objects.filter(what=What.CONTACT, alias="", mark=said))
        whose = forgetting.person_of(row) if row else None
        return (row, whose) if whose else (None, None)

    def _is_others_work(self, row: Taken) -> bool:
        """Another import has begun them and is still at it: what it does is beside ours, and none undoes the other's."""
        return row.run != self.run and not row.mark and unworked.is_at_work(row.run)

    def _row_of(self, contact: Contact, people: Sequence[gate.PersonId], said: str = "") -> Taken | None:
        """What was taken in of any of them from this former shop; with a mark, only where it said the same."""
        rows = Taken.objects.filter(what=What.CONTACT, **({"mark": said} if said else {}))
        if not contact.emails:
            key = by_telephone.key(contact.telephone, contact.name)
            return self._of_this_shop(rows.filter(former=key)) if people else None
        aliases = [alias for person in people for alias in gate.aliases_of(person)]
        return self._of_this_shop(rows.filter(alias__in=aliases)) if aliases else None

    def _of_this_shop(self, rows: QuerySet[Taken]) -> Taken | None:
        """Rows from before systems were told apart have no shop: they are of the one whose file their run read."""
        found = rows.filter(shop=self.shop).order_by("pk").first()
        if found is None and self.shop.startswith(former_shop.NAMELESS):
            older = rows.filter(shop="").order_by("pk")
            found = next((row for row in older if _system(row) in (None, self.shop[1:])), None)
        return found

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
            if plan.became in (Became.NEW, Became.KNOWN, Became.CHANGED):
                lives_in = self._jurisdiction(plan.contact, plan.person)
                words_on_news.foreseen(plan.contact.on_news, plan.everybody, lives_in, self.report, plan.contact.rows)

    def _count(self, plan: Plan, became: Became | None = None) -> None:
        self.report.add(became or plan.became, plan.contact.rows)
        self.report.sample(plan.contact.rows[0], asdict(plan.contact) | {"rows": ()})

    # -- doing it

    def _carry_out(self, plans: Sequence[Plan]) -> None:
        """The rows first: a run that is killed finds again whom it had taken in."""
        begun = [plan for plan in plans if plan.row is None and plan.became in (Became.NEW, Became.KNOWN)]
        for plan in begun:
            plan.row = self._begun(plan)
        ours = [plan.row for plan in begun if plan.row]
        Taken.objects.bulk_create(ours)
        for some in batched(plans, TOGETHER, strict=False):
            people = {person for plan in some for person in plan.everybody}
            addresses = {each for plan in some for each in plan.contact.emails or (plan.contact.telephone,)}
            with gate.together(*people, addresses=addresses):
                for plan in some:
                    self._look_again(plan)
                    self._count(plan, self._done(plan))
        # Rows that are there already, written over: bulk_update's CASE for each row took longer than their people.
        Taken.objects.bulk_create(
            [plan.row for plan in plans if plan.row and plan.became is not Became.UNCHANGED],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["mark", "records", "until", "alias", "made", "shop"],
        )
        empty = [row.pk for row in (*ours, *(plan.row for plan in plans if plan.row)) if not row.mark]
        Taken.objects.filter(pk__in=empty).delete()

    def _look_again(self, plan: Plan) -> None:
        """Somebody may have come in by another file since, or been erased. Now that they are held, nobody does."""
        if _everybody_at(plan.contact) == plan.everybody:
            return
        now, ours = self._plan(plan.contact), plan.row
        plan.became, plan.person, plan.account, plan.everybody = now.became, now.person, now.account, now.everybody
        plan.row = now.row or ours or self._written(now)
        if plan.row is ours and ours is not None and not ours.mark:
            fresh = self._begun(now)
            ours.made, ours.alias = fresh.made, fresh.alias

    def _written(self, plan: Plan) -> Taken | None:
        if plan.became not in (Became.NEW, Became.KNOWN):
            return None
        row = self._begun(plan)
        row.save()
        return row

    def _begun(self, plan: Plan) -> Taken:
        row = Taken(run=self.run, what=What.CONTACT, made=plan.person is None, shop=self.shop)
        row.party = gate.PartyId.random()
        if plan.contact.emails:
            row.alias = _alias_of(plan.person) if plan.person else gate.new_alias()
        else:
            row.former = by_telephone.key(plan.contact.telephone, plan.contact.name)
        return row

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
            everybody, rows = _everybody_at(plan.contact), plan.contact.rows
            words_on_news.carry_over(plan.contact.on_news, everybody, self.actor, self.report, rows)

    def _collect(self, plan: Plan, row: Taken) -> None:
        contact = plan.contact
        if plan.person and row.made and not row.mark and forgetting.take_back(row):
            plan.person = None  # a run that died had taken them in and could not note it down: they come anew
        party, since = gate.PartyId(int=row.party.int), contact.clock
        first, *further = _told(contact, whole=not plan.account, email=plan.person is None)
        taken = self._tell(plan.person, first, party=party, since=since, alias=row.alias or None)
        for record in row.records if plan.person else ():
            gate.discard(taken.person, gate.RecordId(record), actor=gate.system("rights_request"))
        plan.person, row.shop = taken.person, self.shop
        records = [taken.records.get("address")]
        for told in further:
            records.append(self._tell(taken.person, told, since=since).records.get("address"))
        row.records = [str(each) for each in records if each]
        row.mark = plan.mark
        until = _until(contact, self._jurisdiction(contact, taken.person))
        until = until if row.alias or until is None else until - _BEFORE
        row.until = until if row.made else None
        if until and not row.made:
            forgetting.heard_of(taken.person, until)

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
    if email and contact.emails:
        first["email"] = {"email": contact.emails[0]}
    yield first
    yield from ({"address": address} for address in addresses[1:])
    yield from ({"email": {"email": each}} for each in contact.emails[1:] if email)


def _until(contact: Contact, jurisdiction: str) -> datetime | None:
    retention = gate.policy().kinds["provenance"].retention
    return gate.policy().keep_until(retention, contact.clock or timezone.now(), jurisdiction)


def _system(row: Taken) -> str | None:
    """Of the file that a row came with; None where nobody can tell any more."""
    layout = ImportRun.objects.filter(ref=row.run).values_list("layout", flat=True).first()
    return {each.name: each.system for each in contact_known.LAYOUTS}.get(layout, "") if layout else None


def _known(everybody: Sequence[gate.PersonId]) -> tuple[gate.PersonId | None, bool]:
    """Who is meant, and whether they have an account: a guest first, else somebody whose mailbox has answered."""
    bound = {person: gate.account_of_person(person) for person in everybody}
    guest = next((person for person, account in bound.items() if account is None), None)
    if guest is not None:
        return guest, False
    proven = next((person for person, account in bound.items() if _proven(account)), None)
    return proven, proven is not None


def _everybody_at(contact: Contact) -> tuple[gate.PersonId, ...]:
    if not contact.emails:
        return by_telephone.known(contact.telephone, contact.name)
    return tuple(dict.fromkeys(person for email in contact.emails for person in gate.persons_at(email)))


def _proven(account: int | None) -> bool:
    user = User.objects.filter(pk=account).first() if account is not None else None
    return user is not None and is_proven(user)


def _alias_of(person: gate.PersonId) -> str:
    return next(iter(gate.aliases_of(person)), "")
