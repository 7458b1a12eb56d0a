"""Whatever is asked, in whatever circumstances: nothing is allowed that the policy does not grant."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from tests.policy.strategies import POLICY, Situation, situations
from troth.policy import ActorKind, Allowed, Refused, Verb, decide

OPENING = (Verb.USE, Verb.REACH, Verb.DISCLOSE)
MANY = settings(max_examples=250, deadline=None)


@MANY
@given(situations())
def test_every_answer_names_a_clause_that_people_can_read(asked: Situation) -> None:
    ask, told = asked
    answer = decide(POLICY, ask, told)
    assert POLICY.clauses[answer.clause].built
    if isinstance(answer, Refused):
        assert answer.code
        assert answer.reason.endswith(".")


@MANY
@given(situations())
def test_only_asked_fields_are_granted(asked: Situation) -> None:
    ask, told = asked
    answer = decide(POLICY, ask, told)
    if isinstance(answer, Allowed):
        assert answer.fields <= ask.fields
        assert answer.fields <= set(POLICY.kinds[ask.kind].fields if ask.kind in POLICY.kinds else ())


@MANY
@given(situations(OPENING))
def test_only_fields_of_the_purpose_are_opened(asked: Situation) -> None:
    ask, told = asked
    answer = decide(POLICY, ask, told)
    if isinstance(answer, Allowed):
        assert answer.fields <= POLICY.purpose_fields(ask.purpose).get(ask.kind, frozenset())
        assert answer.fields or (ask.verb is Verb.REACH and not ask.kind)


@MANY
@given(situations((Verb.COLLECT,)))
def test_only_declared_fields_come_in_by_declared_doors(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        purpose = POLICY.purposes[ask.purpose]
        assert ask.fields <= purpose.uses[ask.kind]
        assert ask.source in purpose.collects[ask.kind]
        assert ask.actor.kind in POLICY.sources[ask.source].by


@MANY
@given(situations((Verb.DISCLOSE,)))
def test_only_declared_recipients_are_told_only_what_is_theirs(asked: Situation) -> None:
    ask, told = asked
    answer = decide(POLICY, ask, told)
    if isinstance(answer, Allowed):
        assert answer.fields <= POLICY.recipients[ask.recipient].grants[ask.purpose][ask.kind]


@MANY
@given(situations(OPENING))
def test_a_recipient_that_is_named_binds_whatever_the_verb(asked: Situation) -> None:
    ask, told = asked
    answer = decide(POLICY, ask, told)
    if isinstance(answer, Allowed) and ask.recipient and ask.kind:
        assert answer.fields <= POLICY.recipient_fields(ask.purpose, ask.recipient)[ask.kind]


@MANY
@given(situations(OPENING))
def test_only_those_who_hold_the_purpose_are_allowed(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        actor = ask.actor
        roles = [POLICY.roles[name] for name in actor.roles if name in POLICY.roles]
        held = {
            ActorKind.PERSON: ask.purpose in POLICY.own_purposes,
            ActorKind.SYSTEM: actor.purpose == ask.purpose,
            ActorKind.EMPLOYEE: any(ask.purpose in role.purposes for role in roles)
            or (bool(ask.reason.strip()) and any(ask.purpose in role.with_reason for role in roles)),
        }
        assert held[actor.kind]


@MANY
@given(situations((Verb.REACH,)))
def test_only_declared_channels_reach_anybody(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        assert ask.channel in POLICY.purposes[ask.purpose].channels


@MANY
@given(situations())
def test_what_is_not_in_force_is_not_done(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed and ask.verb is not Verb.CHOOSE:
        assert POLICY.purposes[ask.purpose].in_force
        assert ask.verb in (Verb.RESTRICT, Verb.ERASE, Verb.EXPORT) or not ask.kind or POLICY.kinds[ask.kind].in_force


@MANY
@given(situations((Verb.CHOOSE, Verb.RESTRICT, Verb.ERASE, Verb.EXPORT)))
def test_rights_are_exercised_only_where_the_policy_says_so(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        purpose = POLICY.purposes[ask.purpose]
        if ask.verb is Verb.CHOOSE:
            assert purpose.choice
            # The exceptions: words that were said in an earlier shop, or at a trade show, come in with what is noted there.
            noted = ask.actor.purpose in ("take_over", "meet_at_shows")
            assert ask.actor.kind is not ActorKind.SYSTEM or noted
        else:
            assert ask.actor.kind in purpose.serves[ask.verb]


def test_the_situations_are_of_both_sorts() -> None:
    """The control: properties of what is allowed would hold of anything if nothing were."""
    seen: Counter[tuple[Verb, bool]] = Counter()

    @settings(max_examples=3000, deadline=None, database=None)
    @given(situations())
    def look(asked: Situation) -> None:
        ask, told = asked
        seen[ask.verb, decide(POLICY, ask, told).allowed] += 1

    look()
    for verb in Verb:
        assert seen[verb, True] > 10, verb
        assert seen[verb, False] > 10 or verb in (Verb.CHOOSE, Verb.RESTRICT, Verb.ERASE, Verb.EXPORT), verb
