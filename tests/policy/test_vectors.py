"""Every vector is answered as it says; and the complete files are complete."""

from __future__ import annotations

import itertools

from tests.policy.vectors import NOON, vectors
from troth.policy import Actor, ActorKind, Allowed, Ask, Facts, Policy, Refused, State, Verb, decide


def test_every_vector_is_answered_as_it_says(reference: Policy, all_built: Policy) -> None:
    wrong = []
    for vector in vectors(reference):
        trouble = vector.wrong(vector.answer(all_built if vector.later else reference))
        if trouble:
            wrong.append(f"{vector} {trouble}")
    assert not wrong, "\n".join(wrong[:20])


def test_what_is_not_built_is_refused_until_it_is(reference: Policy) -> None:
    for vector in vectors(reference, "later"):
        answer = vector.answer(reference)
        assert isinstance(answer, Refused), str(vector)
        assert answer.code in ("not_in_force", "field_not_granted"), f"{vector}: {answer}"


def test_there_are_many_vectors_of_both_sorts(reference: Policy) -> None:
    allowed = sum(vector.fields is not None for vector in vectors(reference))
    assert allowed > 800
    assert len(vectors(reference)) - allowed > 800


def test_what_uses_does_not_list_is_not_opened(reference: Policy) -> None:
    listed = {(each.ask.purpose, each.ask.kind) for each in vectors(reference, "uses", "later")}
    for purpose, kind in itertools.product(reference.purposes, reference.kinds.values()):
        if (purpose, kind.name) not in listed:
            actor = Actor(ActorKind.SYSTEM, purpose=purpose)
            ask = Ask(Verb.USE, purpose, actor, kind.name, frozenset(kind.fields))
            assert not decide(reference, ask, _willing(purpose)).allowed, f"{purpose} opens {kind.name}"


def test_what_collecting_does_not_list_is_not_taken_in(reference: Policy) -> None:
    files = vectors(reference, "collecting", "later")
    listed = {(each.ask.purpose, each.ask.kind, each.ask.source) for each in files}
    doors = itertools.product(reference.purposes, reference.kinds.values(), reference.sources.values())
    for purpose, kind, source in doors:
        if (purpose, kind.name, source.name) not in listed:
            for actor in _everybody(reference, purpose):
                ask = Ask(Verb.COLLECT, purpose, actor, kind.name, frozenset(list(kind.fields)[:1]), source=source.name)
                assert not decide(reference, ask, _willing(purpose)).allowed, f"{ask}"


def test_what_channels_does_not_list_reaches_nobody(reference: Policy) -> None:
    listed = {(each.ask.purpose, each.ask.channel) for each in vectors(reference, "channels")}
    for purpose, channel in itertools.product(reference.purposes, ("", *reference.channels)):
        if (purpose, channel) not in listed:
            ask = Ask(Verb.REACH, purpose, Actor(ActorKind.SYSTEM, purpose=purpose), channel=channel)
            assert not decide(reference, ask, _willing(purpose)).allowed, f"{purpose} reaches by {channel}"


def test_what_telling_does_not_list_is_not_told(reference: Policy) -> None:
    files = vectors(reference, "telling", "later")
    listed = {(each.ask.purpose, each.ask.kind, each.ask.recipient) for each in files}
    told = itertools.product(reference.purposes, reference.kinds.values(), reference.recipients)
    for purpose, kind, recipient in told:
        if (purpose, kind.name, recipient) not in listed:
            actor = Actor(ActorKind.SYSTEM, purpose=purpose)
            ask = Ask(Verb.DISCLOSE, purpose, actor, kind.name, frozenset(kind.fields), recipient=recipient)
            assert not isinstance(decide(reference, ask, _willing(purpose)), Allowed), f"{ask}"


def _willing(purpose: str) -> Facts:
    """Somebody who said yes."""
    return Facts(NOON, "united_states", choices={(purpose, ""): State.GRANTED})


def _everybody(policy: Policy, purpose: str) -> list[Actor]:
    employees = [Actor(ActorKind.EMPLOYEE, "olga", frozenset({role})) for role in policy.roles]
    return [Actor(ActorKind.PERSON), Actor(ActorKind.SYSTEM, purpose=purpose), *employees]
