"""`Noting`: people met at a show into the vault, each whole or not at all. May be cut off and called again with the same notes.

not known here    a person without an account, found by their address: what they said of themselves
known             nothing of theirs is touched; where they work is added, and a no binds
noted before      of the same show and day nothing is added twice
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.orders import jobs

from ..models import Met, NewsAsked, ShowNotes
from ..purpose import KIND, MEETING, PURPOSE
from . import asking, begun, wishes
from .asking import SOURCE
from .person import Person, Show, Word
from .report import Became, Said, ShowReport

TOGETHER: Final = 20  # people a vault transaction; shoppers who write meanwhile wait for it
Progress = Callable[[int, int], None]


def may(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, MEETING)
    jobs.may(actor, PURPOSE)


@sensitive_variables("people")
def note(show: Show, people: Sequence[Person], actor: gate.Actor) -> ShowReport:
    """In one go. Raises `gate.Refused` where it is none of their job; whom the gate refuses is named by row."""
    may(actor)
    notes = ShowNotes.objects.create(show=show.name, place=show.place, day=show.day)
    report = ShowReport(ref=notes.ref, rows=len(people))
    Noting(notes, show, actor, report).take(people)
    return report


@dataclass(slots=True)
class Plan:
    """What is to be done about one person. `row`: None where nothing of them is kept in these notes."""

    person: Person
    known: gate.PersonId | None
    became: Became
    row: Met | None = None
    whole: bool = False  # an earlier try has done it
    asked: tuple[str, ...] = ()
    unasked: str = ""  # why no mail asks them, though they said yes


@dataclass(slots=True)
class Noting:
    """`notes`: None to look only; then nothing is kept and no mail is sent."""

    notes: ShowNotes | None
    show: Show
    actor: gate.Actor
    report: ShowReport
    progress: Progress | None = None

    @sensitive_variables("people", "some", "plans")
    def take(self, people: Sequence[Person]) -> None:
        done = 0
        if self.notes is not None:
            begun.clear(self.notes)
        for some in batched(people, TOGETHER, strict=False):
            plans = [self._plan(person) for person in some]
            if self.notes is not None:
                self._carry_out(self.notes, plans)
            for plan in plans:
                self._count(plan)
            done += len(some)
            if self.progress is not None:
                self.progress(done, len(people))
        if self.notes is not None:
            ShowNotes.objects.filter(pk=self.notes.pk).update(people=self.notes.met.count())

    # -- what is to be done

    @sensitive_variables("person")
    def _plan(self, person: Person) -> Plan:
        known = _known(person)
        mine = begun.of(self.notes, known)
        if mine is not None:
            return Plan(person, known, begun.became(mine), mine, whole=begun.is_whole(mine, known, self.show))
        if known is not None and (not _works(person) or self._noted(known)):
            return Plan(person, known, Became.UNCHANGED, whole=True)
        return Plan(person, known, Became.ADDED if known else Became.NEW, self._begun(person, known))

    def _noted(self, known: gate.PersonId) -> bool:
        """Whether they were noted at the same show on the same day, from this file or another."""
        same = {"notes__show": self.show.name, "notes__place": self.show.place, "notes__day": self.show.day}
        return Met.objects.filter(alias__in=gate.aliases_of(known), **same).exists()

    def _begun(self, person: Person, known: gate.PersonId | None) -> Met | None:
        if self.notes is None:
            return None
        alias = _alias_of(known) if known else gate.new_alias()
        until = _until(person) if known is None else None
        return Met(notes=self.notes, alias=alias, made=known is None, until=until)

    # -- doing it

    @sensitive_variables("plans", "plan")
    def _carry_out(self, notes: ShowNotes, plans: Sequence[Plan]) -> None:
        """The rows first: notes that are cut off are gone on with, or taken back whole."""
        rows = [plan.row for plan in plans if plan.row is not None]
        Met.objects.bulk_create([row for row in rows if row.pk is None])
        people = [plan.known for plan in plans if plan.known is not None]
        with gate.together(*people, addresses={plan.person.email for plan in plans}):
            for plan in plans:
                self._look_again(plan)
                self._keep(plan)
        with transaction.atomic():
            self._write(notes, plans)

    @sensitive_variables("plan")
    def _look_again(self, plan: Plan) -> None:
        """Another desk may have noted them in the same moment. Now that their address is held, nobody does."""
        if plan.known is not None or plan.row is None or (known := _known(plan.person)) is None:
            return
        plan.known, plan.became, row = known, Became.ADDED, plan.row
        if _works(plan.person) and not self._noted(known):
            row.alias, row.made, row.until = _alias_of(known), False, None
            row.save(update_fields=["alias", "made", "until"])
        else:
            row.delete()
            plan.row, plan.became, plan.whole = None, Became.UNCHANGED, True

    @sensitive_variables("plan")
    def _keep(self, plan: Plan) -> None:
        """In the vault: what was said of themselves and of where they work, and a no."""
        try:
            if plan.row is not None and not plan.whole:
                plan.known = self._collect(plan, plan.row)
        except gate.Refused as refused:
            plan.became = Became.REFUSED
            self.report.lost(plan.person.row, str(refused.reason))
        try:
            self._carry_word(plan)
        except gate.Refused as refused:
            self.report.note(str(refused.reason), row=plan.person.row)

    @sensitive_variables("plan", "told", "work")
    def _collect(self, plan: Plan, row: Met) -> gate.PersonId:
        """Raises `gate.Refused`."""
        work = _work(self.show, plan.person)
        told = {KIND: work} if plan.known else {**_themselves(plan.person), KIND: work}
        taken = gate.collect(
            plan.known,
            told,
            purpose={kind: PURPOSE if kind == KIND else MEETING for kind in told},
            source=SOURCE,
            actor=self.actor,
            alias=None if plan.known else row.alias,
        )
        row.record = taken.records.get(KIND)
        return taken.person

    @sensitive_variables("plan")
    def _carry_word(self, plan: Plan) -> None:
        """A no always, also of somebody nothing else is noted of; a yes is asked of its owner. Blank says nothing."""
        if plan.known is None:
            return
        standing = gate.standing(plan.known)
        if plan.person.news is Word.NO and (about := wishes.stoppable(standing)):
            gate.choose_all(plan.known, about, gate.State.DECLINED, actor=gate.system(MEETING), source=SOURCE)
        elif plan.person.news is Word.YES:
            plan.asked = self._to_ask(plan, standing)
            plan.unasked = asking.refusal(plan.known) if plan.asked else ""
            plan.asked = () if plan.unasked else plan.asked

    @sensitive_variables("plan")
    def _to_ask(self, plan: Plan, standing: gate.Standing | None) -> tuple[str, ...]:
        """Kinds of news that they have said nothing about here, and that no mail asks about already."""
        asked = asking.waiting(plan.known) if plan.known else set()
        return tuple(kind for kind in wishes.unsaid(standing, plan.person.wishes) if kind not in asked)

    @sensitive_variables("plans", "plan")
    def _write(self, notes: ShowNotes, plans: Sequence[Plan]) -> None:
        """What the shop keeps of it, and the mails that ask, all or nothing."""
        kept = [plan.row for plan in plans if plan.row is not None and plan.became is not Became.REFUSED]
        gone = [plan.row.pk for plan in plans if plan.row is not None and plan.became is Became.REFUSED]
        Met.objects.bulk_update([row for row in kept if row.record is not None], ["record"])
        Met.objects.filter(pk__in=gone).delete()
        for plan in plans:
            if plan.known is None or plan.became is Became.REFUSED:
                continue
            if plan.became is Became.ADDED:
                _heard_again(plan.known, plan.person)
            if plan.asked:
                row = plan.row or Met.objects.create(notes=notes, alias=_alias_of(plan.known), made=False)
                asking.queue(row, plan.known, plan.asked)

    # -- counting

    @sensitive_variables("plan")
    def _count(self, plan: Plan) -> None:
        self.report.became[plan.became] += 1
        kept = plan.became is not Became.REFUSED
        if plan.person.news is Word.NO and (kept or plan.known):
            self.report.said[Said.NO] += 1
        elif kept and self._asks(plan):
            self.report.said[Said.ASKED] += 1
        elif kept and plan.unasked:
            self.report.unasked[plan.unasked] += 1

    def _asks(self, plan: Plan) -> bool:
        """A mail asks them because of these notes."""
        if self.notes is not None and plan.row is not None and plan.row.pk is not None:
            return bool(plan.asked) or NewsAsked.objects.filter(met=plan.row).exists()
        if self.notes is not None:
            return bool(plan.asked)
        if not self._to_ask(plan, gate.standing(plan.known) if plan.known else None):
            return False
        plan.unasked = asking.refusal(plan.known, plan.person.country)
        return not plan.unasked


@sensitive_variables("person")
def _works(person: Person) -> bool:
    return bool(person.organization or person.position)


@sensitive_variables("person")
def _themselves(person: Person) -> dict[str, dict[str, str]]:
    own = {"name": {"name": person.name}, "email": {"email": person.email}, "residence": {"country": person.country}}
    return {kind: fields for kind, fields in own.items() if all(fields.values())}


@sensitive_variables("person", "told")
def _work(show: Show, person: Person) -> dict[str, str]:
    """With place and day, which are all that is known of how it came."""
    told = {"organization": person.organization, "position": person.position}
    return {
        **{name: text for name, text in told.items() if text},
        "origin": show.words,
        "met_on": show.day.isoformat(),
    }


@sensitive_variables("person")
def _known(person: Person) -> gate.PersonId | None:
    """Whoever has an account first, else a guest."""
    everybody = gate.persons_at(person.email)
    with_account = (each for each in everybody if gate.account_of_person(each) is not None)
    return next(with_account, None) or next(iter(everybody), None)


def _alias_of(known: gate.PersonId) -> str:
    return next(iter(gate.aliases_of(known)), "")


def _heard_again(known: gate.PersonId, person: Person) -> None:
    """Whoever was met before, and is known from there alone, is forgotten so much later."""
    if until := _until(person):
        Met.objects.filter(alias__in=gate.aliases_of(known), made=True, until__lt=until).update(until=until)


def _until(person: Person) -> datetime | None:
    retention = gate.policy().kinds["provenance"].retention  # of contacts that came from elsewhere
    place = gate.policy().jurisdiction_of(person.country, "")
    return gate.policy().keep_until(retention, timezone.now(), place)
