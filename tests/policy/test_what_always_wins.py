"""Restriction, closure, a no, the end of retention, the jurisdiction, an embargo: each wins over everything else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.strategies import POLICY, Situation, a_choice, situations
from tests.policy.vectors import NOON
from troth.policy import Model, State, Verb, decide, months_before
from troth.policy.decide import NO

PROCESSING = (Verb.COLLECT, Verb.USE, Verb.REACH, Verb.DISCLOSE)
MANY = settings(max_examples=250, deadline=None)


@MANY
@given(situations(PROCESSING, restricted=True))
def test_a_restriction_stops_all_but_what_survives_it(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        assert POLICY.purposes[ask.purpose].survives_restriction


@MANY
@given(situations((Verb.COLLECT,), closed=True))
def test_a_closed_account_buys_nothing(asked: Situation) -> None:
    ask, told = asked
    if decide(POLICY, ask, told).allowed:
        assert not POLICY.sources[ask.source].new_purchase


@MANY
@given(situations(PROCESSING), st.integers(0, 4000))
def test_nothing_is_done_with_a_record_whose_time_is_over(asked: Situation, days: int) -> None:
    ask, told = asked
    over = replace(told, kept_until=NOON.replace(year=NOON.year - days // 365))
    assert not decide(POLICY, ask, over).allowed


@MANY
@given(situations(PROCESSING, a_choice), st.sampled_from(sorted(NO)))
def test_a_no_to_everything_of_a_purpose_wins(asked: Situation, no: State) -> None:
    ask, told = asked
    said = replace(told, choices={**told.choices, (ask.purpose, ""): no})
    assert not (a_choice(ask) and decide(POLICY, ask, said).allowed)


@MANY
@given(situations(PROCESSING, a_choice), st.sampled_from(sorted(NO)))
def test_a_no_to_a_channel_wins_over_a_yes_to_everything(asked: Situation, no: State) -> None:
    ask, told = asked
    said = replace(told, choices={(ask.purpose, ""): State.GRANTED, (ask.purpose, ask.channel): no})
    assert not (a_choice(ask) and ask.channel and decide(POLICY, ask, said).allowed)


@MANY
@given(situations((Verb.USE, Verb.REACH, Verb.DISCLOSE), a_choice, choices={}))
def test_without_a_word_the_jurisdiction_decides(asked: Situation) -> None:
    ask, told = asked
    if a_choice(ask) and decide(POLICY, ask, told).allowed:
        wanted = POLICY.consent(ask.purpose, ask.channel, told.jurisdiction)
        assert wanted.model is not Model.OPT_IN
        if wanted.model is Model.IMPLIED_AFTER_PURCHASE:
            assert told.last_purchase
            assert told.last_purchase > months_before(told.at, wanted.months)


@MANY
@given(situations(PROCESSING), st.sampled_from(["", "atlantis"]))
def test_where_no_rules_are_known_nothing_is_done(asked: Situation, nowhere: str) -> None:
    ask, told = asked
    assert not decide(POLICY, ask, replace(told, jurisdiction=nowhere)).allowed


@MANY
@given(situations(PROCESSING), st.sampled_from(sorted(POLICY.embargoes)))
def test_no_goods_go_to_an_embargoed_place(asked: Situation, place: str) -> None:
    ask, told = asked
    if decide(POLICY, ask, replace(told, destination=place)).allowed:
        assert not POLICY.purposes[ask.purpose].moves_goods


@MANY
@given(situations((Verb.COLLECT, Verb.DISCLOSE)), st.sampled_from(sorted(POLICY.embargoes)), st.booleans())
def test_no_goods_go_to_people_or_organizations_of_an_embargoed_place(
    asked: Situation, place: str, lives: bool
) -> None:
    ask, told = asked
    there = {"residence": place} if lives else {"organization_country": place}
    if decide(POLICY, ask, replace(told, **there)).allowed:
        assert not POLICY.purposes[ask.purpose].moves_goods


@MANY
@given(situations())
def test_more_facts_against_never_turn_a_refusal_into_a_yes(asked: Situation) -> None:
    ask, told = asked
    against = replace(told, restricted=True, closed=True, kept_until=NOON if ask.verb in PROCESSING else None)
    if not decide(POLICY, ask, told).allowed:
        assert not decide(POLICY, ask, against).allowed


@MANY
@given(situations())
def test_the_same_question_has_the_same_answer(asked: Situation) -> None:
    ask, told = asked
    assert decide(POLICY, ask, told) == decide(POLICY, ask, told)
