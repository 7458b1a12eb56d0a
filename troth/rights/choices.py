"""Choices per purpose and channel, stopping mails, stopping processing, closing and reopening. All bind at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth import channels, gate
from troth.comments import withdraw as comments
from troth.policy import Ask, Verb, decide
from troth.policy.decide import NO
from troth.visits.consent.values import CATEGORIES, OVER_SIGNAL

from .reader import Reader

SOURCE = "preferences"
UNSAID = {
    "none_needed": gettext_lazy("You have not said anything."),
    "unless_declined": gettext_lazy("By the rules for you: on until you say no."),
    "implied_after_purchase": gettext_lazy("By the rules for you: on for a while after a purchase, until you say no."),
    "opt_in": gettext_lazy("By the rules for you: off until you say yes."),
}


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """One purpose on one channel, as it stands for the reader."""

    purpose: str
    channel: str
    label: str
    says: str
    channel_label: str
    clause: str
    on: bool
    because: str  # why it is on or off, in a sentence
    since: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class StandingShown:
    jurisdiction: str
    law: str
    country: str
    restricted_since: datetime | None
    closed_since: datetime | None


@dataclass(frozen=True, slots=True)
class Bound:
    """A word was given. `settled`: nothing checked before it is still on its way out.

    `new`: it changed something and was stored; False where just that stood already, and nothing was written.
    """

    settled: bool
    new: bool = True


def shown(reader: Reader) -> list[ChoiceShown]:
    """Every choice as it stands. Where the reader is several persons, on for one of them is on."""
    standings = _standings(reader)
    found = []
    for purpose, channel in _choosable():
        each = [_shown(standing, purpose, channel) for standing in standings]
        found.append(max(each, key=lambda choice: (choice.on, choice.since is not None)))
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one family, purpose by purpose."""

    label: str
    says: str
    purposes: tuple[tuple[ChoiceShown, ...], ...]


def grouped(reader: Reader) -> list[Group]:
    """The same, by family and purpose, as a page lists them; only what is in force."""
    policy = gate.policy()
    choices = [choice for choice in shown(reader) if choice.in_force]
    groups = []
    for family in policy.families.values():
        names = dict.fromkeys(c.purpose for c in choices if policy.purposes[c.purpose].choice == family.name)
        purposes = tuple(tuple(c for c in choices if c.purpose == name) for name in names)
        if purposes:
            groups.append(Group(family.label, family.says, purposes))
    return groups


def standing(reader: Reader) -> StandingShown:
    known = _standings(reader)[0]
    place = gate.policy().jurisdictions[known.jurisdiction]
    country = known.country.partition("-")[0]
    return StandingShown(place.label, place.law, country, known.restricted_since, known.closed_since)


def stands(reader: Reader, purpose: str, channel: str, yes: bool) -> bool:
    """Whether everybody the reader is has said just that, so that saying it again changes nothing."""
    return all(_says(said, purpose, channel, yes) for _person, said in _each(reader))


def choose(reader: Reader, purpose: str, channel: str, yes: bool, *, signal: bool = False) -> Bound:
    """Say yes or no to one purpose on one channel. What stands already is not written again.

    `signal`: the browser sends its own, which speaks of what browsers do: a yes to that overrules it, and its entry says so.
    """
    new, over = False, yes and signal and gate.policy().purposes[purpose].choice in CATEGORIES
    for person, said in _each(reader):
        line = said.choices.get((purpose, channel)) if said else None
        if not _says(said, purpose, channel, yes) or (over and line and line.source != OVER_SIGNAL):
            state = _state(yes, line.state if line else None)
            _write(person, purpose, channel, state, OVER_SIGNAL if over else SOURCE)
            new = True
    return _bound(reader, new)


def stop_mails(reader: Reader) -> Bound:
    """No to everything that can be said no to by mail, where it is not said yet. Mails about orders still come."""
    new = False
    for person, said in _each(reader):
        for purpose in still_mailed(said):
            _write(person, purpose, "email", gate.State.OBJECTED)
            new = True
    return _bound(reader, new)


def still_mailed(said: gate.Standing | None) -> list[str]:
    """Purposes whose mails somebody could say no to and has not."""
    return [
        purpose for purpose, channel in _choosable() if channel == "email" and not _says(said, purpose, channel, False)
    ]


def restrict(reader: Reader, on: bool) -> Bound:
    """Stop processing, or let it go on. What is so already is not written again."""
    verb = gate.restrict if on else gate.unrestrict
    other = [who for who, said in _each(reader) if said is None or (said.restricted_since is not None) is not on]
    for person in other:
        verb(person, actor=gate.the_person(person))
    comments.rest(reader.persons, on)  # also of whom an earlier try stopped before it came to this
    return _bound(reader, bool(other))


def close(reader: Reader, on: bool) -> Bound:
    """Close the account for purchases, or open it again; what is so already is not written again.

    Closing is confirmed by mail.
    """
    verb = gate.close if on else gate.reopen
    other = [who for who, said in _each(reader) if said is None or (said.closed_since is not None) is not on]
    for person in other:
        verb(person, actor=gate.the_person(person))
    if on and reader.first in other and reader.account is not None:
        channels.send("account_closed", reader.first)
    return _bound(reader, bool(other))


def _each(reader: Reader) -> list[tuple[gate.PersonId, gate.Standing | None]]:
    return [(person, gate.standing(person)) for person in reader.persons]


def _says(said: gate.Standing | None, purpose: str, channel: str, yes: bool) -> bool:
    """Whether their word on just this is that one. A no of any kind is a no; nobody has said anything."""
    line = said.choices.get((purpose, channel)) if said else None
    return line is not None and (line.state is gate.State.GRANTED if yes else line.state in NO)


def _write(person: gate.PersonId, purpose: str, channel: str, state: gate.State, source: str = SOURCE) -> None:
    gate.choose(person, purpose, channel, state, actor=gate.the_person(person), source=source)


def _bound(reader: Reader, new: bool) -> Bound:
    """Where nothing was written there is nothing to wait for."""
    return Bound(not new or all(channels.fence.settle(person) for person in reader.persons), new)


def _state(yes: bool, before: gate.State | None) -> gate.State:
    if yes:
        return gate.State.GRANTED
    return gate.State.WITHDRAWN if before is gate.State.GRANTED else gate.State.OBJECTED


def _standings(reader: Reader) -> list[gate.Standing]:
    known = [standing for person in reader.persons if (standing := gate.standing(person))]
    if not known:
        raise nobody()
    return known


def nobody() -> gate.Refused:
    return gate.Refused("O.a", "nobody", _("There is nobody here by that id, or they have been erased."))


def _choosable() -> Iterator[tuple[str, str]]:
    for purpose in gate.policy().purposes.values():
        if purpose.choice:
            for channel in purpose.channels:
                yield purpose.name, channel


def _shown(standing: gate.Standing, purpose: str, channel: str) -> ChoiceShown:
    policy = gate.policy()
    declared = policy.purposes[purpose]
    line = standing.choices.get((purpose, channel)) or standing.choices.get((purpose, ""))
    consent = policy.consent(purpose, channel, standing.jurisdiction)
    # The gate's own question, so that the page cannot say anything else than what would happen.
    asked = Ask(Verb.REACH, purpose, gate.system(purpose), channel=channel)
    return ChoiceShown(
        purpose,
        channel,
        declared.label,
        declared.says,
        policy.channels[channel].label,
        declared.clause,
        decide(policy, asked, standing.facts()).allowed,
        _because(standing, line, str(consent.model)),
        line.at if line else None,
        declared.in_force,
    )


def _because(standing: gate.Standing, line: gate.ChoiceLine | None, model: str) -> str:
    if standing.restricted_since is not None:
        return _("Off while processing is stopped.")
    if line is not None:
        word = _("yes") if line.state is gate.State.GRANTED else _("no")
        said = {"word": word, "day": date_format(line.at, "DATE_FORMAT"), "door": _door(line)}
        return (
            _("You said %(word)s on %(day)s (%(door)s).") if said["door"] else _("You said %(word)s on %(day)s.")
        ) % said
    return str(UNSAID[model])


def _door(line: gate.ChoiceLine) -> str:
    """Where the word came in, for those not given on the very page that shows it."""
    door = gate.policy().sources.get(line.source)
    return door.label if door is not None and line.source != SOURCE else ""
