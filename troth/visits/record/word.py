"""A person's word on their record and on what is made of it, and whether it stands at this moment.

Each is a purpose of its own. The gate decides when something is kept or used; what is asked here is the same question
without an entry, so that a page with nothing to note leaves no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from troth import gate
from troth.policy import Ask, Model, Verb, decide

from ..consent import Consent
from ..consent.person import said_today, source_of

RECORD: Final = "browsing_record"
PERSONAL: Final = "personalize"
KIND: Final = "viewed"
SOURCE: Final = "looked_at"
FAMILY: Final = {RECORD: "measurement", PERSONAL: "personalization"}  # the visitor's choice each belongs to


class Because(StrEnum):
    """Why it is on (`YES`, `RULES`) or off."""

    YES = "yes"
    RULES = "rules"
    WAITS = "waits"
    NO = "no"
    STOPPED = "stopped"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class State:
    """`since`: when the person said so; None where they have not."""

    on: bool
    because: Because
    since: datetime | None = None


def state(person: gate.PersonId, purpose: str, *, browser: Consent) -> State:
    """How it stands. `browser`: what is allowed in this browser.

    A yes to this very purpose, said by somebody signed in, counts for more than the browser's cookie. To the browser's
    signal it gives way, unless it was said in its presence.
    """
    known = gate.standing(person)
    if known is None:
        return State(False, Because.STOPPED)
    line = known.choices.get((purpose, ""))
    since = line.at if line else None
    if known.restricted_since is not None:
        return State(False, Because.STOPPED, known.restricted_since)
    if not decide(gate.policy(), _question(purpose), known.facts()).allowed:
        model = gate.policy().consent(purpose, "", known.jurisdiction).model
        waits = line is None and model is Model.OPT_IN
        return State(False, Because.WAITS if waits else Because.NO, since)
    allowed = browser.allows(FAMILY[purpose])
    if line is not None and (allowed or not browser.signal or purpose in browser.despite):
        return State(True, Because.YES, since)
    return State(True, Because.RULES) if allowed else State(False, Because.BROWSER)


def say(person: gate.PersonId, purpose: str, yes: bool, *, signal: bool) -> None:
    """Binds from now on; the same word again on the same day is no other. Raises `gate.Refused`.

    `signal`: the browser sends its own, which a yes overrules; the entry says so.
    """
    known = gate.standing(person)
    if known is not None and said_today(known, purpose, yes, signal=signal):
        return
    before = known.choices.get((purpose, "")) if known else None
    no = gate.State.WITHDRAWN if before is not None and before.state is gate.State.GRANTED else gate.State.OBJECTED
    word = gate.State.GRANTED if yes else no
    gate.choose(person, purpose, "", word, actor=gate.the_person(person), source=source_of(yes, signal=signal))


def _question(purpose: str) -> Ask:
    fields = gate.policy().purposes[purpose].uses[KIND]
    if purpose == RECORD:
        return Ask(Verb.COLLECT, purpose, gate.system(purpose), KIND, fields, source=SOURCE)
    return Ask(Verb.USE, purpose, gate.system(purpose), KIND, fields)
