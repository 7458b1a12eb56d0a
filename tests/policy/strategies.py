"""Situations to decide on: one that a vector allows, with up to two things about it changed to anything at all.

Made-up mixtures are nearly all refused at the first question; these stay near the border, where mistakes are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.policy.conftest import REFERENCE
from tests.policy.vectors import NOON, facts, vectors
from troth.policy import Actor, ActorKind, Ask, Facts, State, Verb, load

POLICY = load(REFERENCE)
UNKNOWN = "no_such_thing"
Situation = tuple[Ask, Facts]


def _allowed() -> list[Situation]:
    found = [(each.ask, facts(POLICY, each.ask, each.told)) for each in vectors(POLICY) if each.answer(POLICY).allowed]
    return sorted(found, key=repr)


ALLOWED = _allowed()


def names(declared: Any) -> SearchStrategy[str]:
    return st.sampled_from([*declared, UNKNOWN, ""])


def moments() -> SearchStrategy[datetime]:
    return st.integers(-4000, 4000).map(lambda days: NOON + timedelta(days=days))


FIELDS = sorted({field for kind in POLICY.kinds.values() for field in kind.fields} | {UNKNOWN})
ACTORS = st.one_of(
    st.just(Actor(ActorKind.PERSON)),
    names(POLICY.purposes).map(lambda purpose: Actor(ActorKind.SYSTEM, purpose=purpose)),
    st.frozensets(names(POLICY.roles), max_size=2).map(lambda roles: Actor(ActorKind.EMPLOYEE, "olga", roles)),
)
CHOICES = st.dictionaries(
    st.tuples(st.sampled_from([each.name for each in POLICY.purposes.values() if each.choice]), names(POLICY.channels)),
    st.sampled_from(State),
    max_size=6,
)
ASKED: dict[str, SearchStrategy[Any]] = {
    "purpose": names(POLICY.purposes),
    "actor": ACTORS,
    "kind": names(POLICY.kinds),
    "fields": st.frozensets(st.sampled_from(FIELDS), max_size=5),
    "recipient": names(POLICY.recipients),
    "channel": names(POLICY.channels),
    "source": names(POLICY.sources),
    "reason": st.sampled_from(["", "  ", "a customer rang"]),
}
PLACES = st.sampled_from(["", "US", "DE", "UA", *sorted(POLICY.embargoes)])
TOLD: dict[str, SearchStrategy[Any]] = {
    "jurisdiction": names(POLICY.jurisdictions),
    "choices": CHOICES,
    "restricted": st.booleans(),
    "closed": st.booleans(),
    "kept_until": st.none() | moments(),
    "last_purchase": st.none() | moments(),
    "destination": PLACES,
    "residence": PLACES,
    "organization_country": PLACES,
}


def _anything(ask: Ask) -> bool:
    return True


def a_choice(ask: Ask) -> bool:
    """The person has a say in what is asked."""
    purpose = POLICY.purposes.get(ask.purpose)
    return purpose is not None and bool(purpose.choice)


@st.composite
def situations(
    draw: st.DrawFn,
    verbs: tuple[Verb, ...] = tuple(Verb),
    about: Callable[[Ask], bool] = _anything,
    **fixed: Any,
) -> Situation:
    """An ask of one of `verbs` and its facts, those in `fixed` as given. It starts from an ask that is `about` that."""
    verb = draw(st.sampled_from(verbs))
    ask, told = draw(st.sampled_from([each for each in ALLOWED if each[0].verb is verb and about(each[0])]))
    for name in draw(st.lists(st.sampled_from([*ASKED, *TOLD]), max_size=2)):
        if name in ASKED:
            ask = replace(ask, **{name: draw(ASKED[name])})
        else:
            told = replace(told, **{name: draw(TOLD[name])})
    return ask, replace(told, **fixed)
