"""Who decides: the visitor, else their browser, else their country; and a no stays a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.policy import Model
from troth.visits.consent import CATEGORIES, ESSENTIAL, Word, judge
from troth.visits.consent.rule import ASK_AGAIN, LOOSE

TODAY = date(2026, 11, 23)
STRICT, EASY = Model.OPT_IN, Model.UNLESS_DECLINED

days = st.dates(date(2020, 1, 1), date(2033, 1, 1))
words = st.builds(Word, st.booleans(), days, st.booleans(), st.booleans())
said = st.dictionaries(st.sampled_from(CATEGORIES), words)
wanted = st.dictionaries(st.sampled_from(CATEGORIES), st.sampled_from(list(Model)))


def one(model: Model, word: Word | None = None, *, signal: bool = False, today: date = TODAY) -> bool:
    words = {} if word is None else {"advertising": word}
    return judge({"advertising": model}, words, signal=signal, today=today).allows("advertising")


# -- in sentences


def test_nothing_said_is_a_no_where_a_yes_comes_first_and_a_yes_where_a_no_is_enough() -> None:
    assert not one(STRICT)
    assert not one(Model.IMPLIED_AFTER_PURCHASE)
    assert one(EASY)
    assert one(Model.NONE_NEEDED)


@pytest.mark.parametrize("model", Model)
def test_an_explicit_word_wins_over_the_country(model: Model) -> None:
    assert one(model, Word(True, TODAY))
    assert not one(model, Word(False, TODAY))


@pytest.mark.parametrize("model", Model)
def test_the_signal_is_a_no_from_the_first_request_on(model: Model) -> None:
    assert not one(model, signal=True)


@pytest.mark.parametrize("model", Model)
def test_the_signal_loses_only_to_a_yes_said_in_its_presence(model: Model) -> None:
    earlier, later = Word(True, TODAY), Word(True, TODAY, despite_signal=True)
    assert not one(model, earlier, signal=True)
    assert one(model, later, signal=True)
    assert one(model, earlier)


def test_a_yes_runs_out_after_six_months_where_it_was_needed() -> None:
    yes, months = Word(True, TODAY), ASK_AGAIN[True]
    assert one(STRICT, yes, today=TODAY + months - timedelta(1))
    assert not one(STRICT, yes, today=TODAY + months)


def test_a_yes_to_another_question_is_none() -> None:
    assert not one(STRICT, Word(True, TODAY, current=False))


@pytest.mark.parametrize("current", [True, False])
def test_a_no_never_becomes_a_yes_by_waiting_or_by_a_new_policy(current: bool) -> None:
    """In a country where silence is a yes it would, if the no were only forgotten."""
    no = Word(False, TODAY, current)
    later = TODAY + timedelta(days=4000)
    assert not one(EASY, no, today=later)
    assert one(EASY, None, today=later)


def test_somebody_who_answered_is_not_asked_again_until_the_time_is_over() -> None:
    for model, first in ((STRICT, True), (EASY, False)):
        for yes in (True, False):
            word = {"advertising": Word(yes, TODAY)}
            at = TODAY + ASK_AGAIN[first]
            assert not judge({"advertising": model}, word, signal=False, today=at - timedelta(1)).unanswered
            assert judge({"advertising": model}, word, signal=False, today=at).unanswered


def test_a_changed_question_is_asked_again_at_once() -> None:
    for yes in (True, False):
        stale = {"advertising": Word(yes, TODAY, current=False)}
        assert judge({"advertising": STRICT}, stale, signal=False, today=TODAY).unanswered


def test_whose_browser_answers_for_them_is_not_asked() -> None:
    assert not judge({"advertising": STRICT}, {}, signal=True, today=TODAY).unanswered
    assert judge({"advertising": STRICT}, {}, signal=False, today=TODAY).unanswered


def test_where_nothing_is_done_nothing_is_asked_and_nothing_allowed() -> None:
    nothing = judge({}, {name: Word(True, TODAY) for name in CATEGORIES}, signal=False, today=TODAY)
    assert not nothing.unanswered
    assert not any(map(nothing.allows, CATEGORIES))
    assert nothing.allows(ESSENTIAL)


# -- whatever anybody says


@given(wanted, said, st.booleans(), days)
def test_only_what_is_asked_is_ever_allowed(
    models: dict[str, Model], words: dict[str, Word], signal: bool, today: date
) -> None:
    found = judge(models, words, signal=signal, today=today)
    assert found.allowed <= models.keys()
    assert found.allows(ESSENTIAL)


@given(wanted, said, st.booleans(), days, st.sampled_from(CATEGORIES))
def test_a_no_is_kept_to_whatever_else_is_true(
    models: dict[str, Model], words: dict[str, Word], signal: bool, today: date, category: str
) -> None:
    no = words.get(category, Word(False, today))
    found = judge(models, {**words, category: replace(no, yes=False)}, signal=signal, today=today)
    assert not found.allows(category)


@given(wanted, said, days)
def test_the_signal_never_allows_anything_that_its_absence_does_not(
    models: dict[str, Model], words: dict[str, Word], today: date
) -> None:
    quiet, heard = (judge(models, words, signal=signal, today=today) for signal in (False, True))
    assert heard.allowed <= quiet.allowed
    assert all(words[each].yes and words[each].despite_signal for each in heard.allowed)


@given(wanted, said, st.booleans(), days)
def test_where_a_yes_comes_first_there_is_one(
    models: dict[str, Model], words: dict[str, Word], signal: bool, today: date
) -> None:
    for category in judge(models, words, signal=signal, today=today).allowed:
        if models[category] not in LOOSE:
            word = words[category]
            assert word.yes
            assert word.current
            assert timedelta() <= today - word.on < ASK_AGAIN[True]


@given(wanted, said, st.booleans(), days, st.integers(0, 3000))
def test_time_alone_never_allows_more_than_silence_would(
    models: dict[str, Model], words: dict[str, Word], signal: bool, today: date, wait: int
) -> None:
    now = judge(models, words, signal=signal, today=today)
    later = judge(models, words, signal=signal, today=today + timedelta(wait))
    silence = judge(models, {}, signal=signal, today=today)
    came = {each for each in later.allowed - now.allowed if words[each].on <= today} if words else set()
    assert came <= silence.allowed


@given(wanted, said, st.booleans(), days)
def test_two_visitors_of_one_variant_are_allowed_and_asked_the_same(
    models: dict[str, Model], words: dict[str, Word], signal: bool, today: date
) -> None:
    one, other = judge(models, words, signal=signal, today=today), judge(models, {}, signal=signal, today=today)
    if one.variant == other.variant:
        assert one == other
