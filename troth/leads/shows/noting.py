"""`note`: people met at a show into the vault, each whole or not at all.

not known here    a person without an account, found by their address: what they said of themselves
known             nothing of theirs is touched; where they work is added, and a no binds
noted before      of the same show and day nothing is added twice
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.orders import jobs
from troth.policy import Model

from ..models import Met, ShowNotes
from ..purpose import KIND, PURPOSE
from .person import Person, Show, Word

MEETING: Final = "meet_at_shows"
SOURCE: Final = "trade_show"
NEWS: Final = ("newsletter", "email")


class Became(StrEnum):
    NEW = "new"
    ADDED = "added"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def words(self) -> str | Promise:
        return {
            Became.NEW: _("new here"),
            Became.ADDED: _("known here; where they work was added"),
            Became.UNCHANGED: _("known here; nothing was to be added"),
            Became.REFUSED: _("not taken in"),
        }[self]


class Said(StrEnum):
    """What became of a word about news."""

    YES = "yes"
    NO = "no"
    ASK = "ask"

    @property
    def words(self) -> str | Promise:
        return {
            Said.YES: _("news: yes"),
            Said.NO: _("news: no"),
            Said.ASK: _("news: they said yes, but the rules of their country want it from themselves"),
        }[self]


@dataclass(slots=True)
class Report:
    """`ref`: of the notes, None where nothing was kept. `troubles`: (row, why); no row's content is in it."""

    ref: UUID | None = None
    became: Counter[Became] = field(default_factory=Counter)
    said: Counter[Said] = field(default_factory=Counter)
    troubles: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, int]]:
        told = [
            *((each.words, self.became[each]) for each in Became),
            *((each.words, self.said[each]) for each in Said),
        ]
        return [(str(words), many) for words, many in told if many]


def may(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, MEETING)
    jobs.may(actor, PURPOSE)


@sensitive_variables("people", "person")
def look(people: Sequence[Person], actor: gate.Actor) -> Report:
    """What would become of each. Keeps nothing. Raises `gate.Refused`."""
    may(actor)
    report = Report()
    for person in people:
        known = _known(person)
        report.became[Became.ADDED if known else Became.NEW] += 1
        said = _heard(person, known)
        report.said.update([said] if said else [])
    return report


@sensitive_variables("people", "person")
def note(show: Show, people: Sequence[Person], actor: gate.Actor) -> Report:
    """Raises `gate.Refused` where it is none of their job; whom the gate refuses is named by row."""
    may(actor)
    notes = ShowNotes.objects.create(show=show.name, place=show.place, day=show.day)
    report = Report(ref=notes.ref)
    for person in people:
        try:
            report.became[_one(notes, show, person, actor, report)] += 1
        except gate.Refused as refused:
            report.became[Became.REFUSED] += 1
            report.troubles.append((person.row, str(refused.reason)))
    ShowNotes.objects.filter(pk=notes.pk).update(people=notes.met.count())
    return report


@sensitive_variables("person", "told")
def _one(notes: ShowNotes, show: Show, person: Person, actor: gate.Actor, report: Report) -> Became:
    known = _known(person)
    work = _work(show, person)
    if known is not None and (not (person.organization or person.position) or _noted(known, show)):
        _carry(known, person, report)
        return Became.UNCHANGED
    told = {KIND: work} if known else {**_themselves(person), **({KIND: work} if work else {})}
    alias = "" if known else gate.new_alias()
    # The row first: notes that are cut off are taken back whole.
    until = _until(person) if known is None else None
    row = Met.objects.create(notes=notes, alias=alias or _alias_of(known), made=known is None, until=until)
    try:
        taken = gate.collect(
            known,
            told,
            purpose={kind: PURPOSE if kind == KIND else MEETING for kind in told},
            source=SOURCE,
            actor=actor,
            alias=alias or None,
        )
    except gate.Refused:
        row.delete()
        raise
    row.record = taken.records.get(KIND)
    row.save(update_fields=["record"])
    if known:
        _heard_again(known, person)
    _carry(taken.person, person, report)
    return Became.ADDED if known else Became.NEW


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
def _carry(known: gate.PersonId, person: Person, report: Report) -> None:
    """A yes where it is evidence enough and they have not said anything themselves; a no always. Blank says nothing."""
    said = _heard(person, known)
    if said is None:
        return
    report.said[said] += 1
    if said is not Said.ASK:
        state = gate.State.GRANTED if said is Said.YES else gate.State.DECLINED
        gate.choose_all(known, [NEWS], state, actor=gate.system(MEETING), source=SOURCE)


@sensitive_variables("person")
def _heard(person: Person, known: gate.PersonId | None) -> Said | None:
    """None where there is nothing to write down: nothing was said, or their own word here stands."""
    standing = gate.standing(known) if known else None
    own = standing.choices.get(NEWS) or standing.choices.get((NEWS[0], "")) if standing else None
    if person.news is Word.NOTHING:
        return None
    if person.news is Word.NO:
        return Said.NO if own is None or own.state is gate.State.GRANTED else None
    if own is not None:
        return None
    place = standing.jurisdiction if standing else _jurisdiction(person)
    wants_more = gate.policy().consent(*NEWS, place).model is Model.OPT_IN
    return Said.ASK if wants_more else Said.YES


@sensitive_variables("person")
def _known(person: Person) -> gate.PersonId | None:
    """Whoever has an account first, else a guest."""
    everybody = gate.persons_at(person.email)
    with_account = (each for each in everybody if gate.account_of_person(each) is not None)
    return next(with_account, None) or next(iter(everybody), None)


def _noted(known: gate.PersonId, show: Show) -> bool:
    """Whether they were noted at the same show on the same day, from this file or another."""
    aliases = gate.aliases_of(known)
    same = {"notes__show": show.name, "notes__place": show.place, "notes__day": show.day}
    return Met.objects.filter(alias__in=aliases, **same).exists()


def _alias_of(known: gate.PersonId | None) -> str:
    return next(iter(gate.aliases_of(known)), "") if known else ""


def _heard_again(known: gate.PersonId, person: Person) -> None:
    """Whoever was met before, and is known from there alone, is forgotten so much later."""
    if until := _until(person):
        Met.objects.filter(alias__in=gate.aliases_of(known), made=True, until__lt=until).update(until=until)


def _until(person: Person) -> datetime | None:
    retention = gate.policy().kinds["provenance"].retention  # of contacts that came from elsewhere
    return gate.policy().keep_until(retention, timezone.now(), _jurisdiction(person))


def _jurisdiction(person: Person) -> str:
    return gate.policy().jurisdiction_of(person.country, "")


def rows_said(report: Report, unread: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """Rows that were left out, and why, as a page lists them."""
    found = sorted([*unread, *report.troubles])
    return [(_now("Row %(row)d") % {"row": row} if row else "", why) for row, why in found]
