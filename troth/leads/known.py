"""What is known of where somebody works, for those whose job it is. Every look is an entry the person can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.orders import jobs
from troth.policy import Field
from troth.recipients.inbound import Door, label_of, tally
from troth.recipients.inbound.partners import PRACTICE, REAL

from . import ask
from .purpose import KIND, PURPOSE

Value = gate.Personal | gate.Withheld


@dataclass(frozen=True, slots=True)
class Known:
    """One record: its fields by the policy's labels, the door it came in by, and when."""

    fields: tuple[tuple[str, Value], ...]
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """`no`: the sentence in place of everything, where the person said no or the policy does."""

    records: tuple[Known, ...] = ()
    no: str = ""


def check(actor: gate.Actor) -> None:
    """Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)


@sensitive_variables("email")
def find(email: str, actor: gate.Actor) -> gate.PersonId | None:
    """Somebody known at exactly this address. Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)
    return next(iter(gate.persons_at(email)), None)


def of(person: gate.PersonId, actor: gate.Actor) -> Shown:
    """Newest first. Raises `gate.Refused` where it is none of their job."""
    jobs.may(actor, PURPOSE)
    try:
        opened = gate.use(person, [KIND], purpose=PURPOSE, actor=actor)
    except gate.Refused as refused:
        return Shown(no=str(refused.reason))
    declared, sources = gate.policy().kinds[KIND].fields, gate.policy().sources
    found = [
        Known(
            _fields(record, declared),
            sources[record.source].label if record.source in sources else "",
            record.collected_at,
        )
        for record in opened.all(KIND)
    ]
    return Shown(tuple(sorted(found, key=lambda each: each.at, reverse=True)))


def partners() -> tuple[tuple[str, str], ...]:
    """(our word, what it is called) of each partner that may be asked."""
    found: list[tuple[str, str]] = []
    if not ask.declared():
        return ()
    for partner in (REAL, PRACTICE):
        try:
            found.append((partner, label_of(Door.LEADS, partner)))
        except LookupError:
            continue
    return tuple(found)


def tallies() -> tuple[tuple[str, int, int], ...]:
    return tally.tallies(Door.LEADS)


def nobody() -> str:
    return _("Nobody is known here at that address.")


def _fields(record: gate.OpenedRecord, declared: Mapping[str, Field]) -> tuple[tuple[str, Value], ...]:
    return tuple(
        (field.label, _shown(name, value)) for name, field in declared.items() if (value := record[name]) is not None
    )


def _shown(name: str, value: Value) -> Value:
    """A day as the language that is spoken writes one."""
    if name != "met_on" or not isinstance(value, gate.Personal):
        return value
    try:
        day = date.fromisoformat(value.reveal())
    except ValueError:
        return value
    return gate.Personal(date_format(day, "DATE_FORMAT"), value.grant)
