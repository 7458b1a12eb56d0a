"""At a glance: how much is held, who looked last, who was told, what was chosen. Opens nothing, so nothing is entered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth import gate

from . import choices
from .reader import Reader
from .timeline import LineShown, shown
from .wording import Said

NEWEST = 300  # lines that are looked through, of each person


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture. `share` is its length in hundredths of the longest."""

    label: str
    count: int
    share: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An outsider, how often they were told something, and when last."""

    who: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Glance:
    records: int
    held: tuple[Bar, ...]  # by how long
    done: tuple[Bar, ...]  # by whom
    all_of_it: bool  # False: only the newest lines were counted
    last_look: LineShown | None  # by somebody who works here
    told: tuple[Told, ...]
    yes: int
    no: int

    @property
    def choices(self) -> int:
        return self.yes + self.no

    @property
    def yes_share(self) -> int:
        return round(100 * self.yes / self.choices) if self.choices else 0

    @property
    def no_share(self) -> int:
        return 100 - self.yes_share if self.choices else 0


def glance(reader: Reader) -> Glance:
    """Raises `gate.Refused`."""
    held = _held(reader)
    lines, whole = _newest(reader)
    said = [choice.on for choice in choices.shown(reader) if choice.in_force]
    looks = [line for line in lines if line.actor == "employee" and line.verb == "use" and line.decision != "refused"]
    return Glance(
        records=sum(held.values()),
        held=_bars([(label, many, "") for label, many in held.items()]),
        done=_bars(_done(lines)),
        all_of_it=whole,
        last_look=shown(max(looks, key=lambda line: line.at)) if looks else None,
        told=_told(lines),
        yes=sum(said),
        no=len(said) - sum(said),
    )


def _held(reader: Reader) -> Counter[str]:
    """Sealed records by how long they are kept: what erasing would count."""
    found: Counter[str] = Counter()
    for person in reader.persons:
        for line in gate.erasure_plan(person).lines:
            found[gate.policy().retention[line.retention].label] += line.records
    return found


def _newest(reader: Reader) -> tuple[list[gate.Line], bool]:
    lines, whole = [], True
    for person in reader.persons:
        found = gate.timeline(person, actor=gate.the_person(person), limit=NEWEST)
        whole = whole and len(found) < NEWEST
        lines += found
    return lines, whole


def _done(lines: list[gate.Line]) -> list[tuple[str, int, str]]:
    counted = Counter(_doer(line) for line in lines if line.verb != "outcome")
    words = {
        "you": _("You"),
        "us": _("We, inside the shop"),
        "told": _("Told to others"),
        "refused": _("Refused"),
    }
    return [(word, counted[name], name) for name, word in words.items() if counted[name]]


def _doer(line: gate.Line) -> str:
    if line.decision == "refused":
        return "refused"
    if line.verb == "disclose":
        return "told"
    return "you" if line.actor == "person" else "us"


def _told(lines: list[gate.Line]) -> tuple[Told, ...]:
    told = [line for line in lines if line.verb == "disclose" and line.decision != "refused"]
    times = Counter(line.recipient for line in told)
    last = {line.recipient: line for line in sorted(told, key=lambda line: line.at)}
    return tuple(
        Told(Said(last[name], gate.policy()).parts()["recipient"], many, last[name].at)
        for name, many in times.most_common()
    )


def _bars(rows: list[tuple[str, int, str]]) -> tuple[Bar, ...]:
    longest = max((many for _label, many, _tone in rows), default=1)
    return tuple(Bar(label, many, max(1, round(100 * many / longest)), tone) for label, many, tone in rows)
