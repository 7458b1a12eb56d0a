"""The cookie: what is written is read again, and anything else is nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.visits.consent import CATEGORIES, Word, cookie

TODAY = date(2026, 11, 23)
DIGEST = "0123456789abcdef"
GOOD = f"1.20261123.{DIGEST}.measurement-yes.advertising-no"


def read(text: str, today: date = TODAY) -> dict[str, Word]:
    return cookie.read(text, digest=DIGEST, today=today)


def test_it_says_in_words_what_was_chosen_and_when() -> None:
    text = cookie.write({"advertising": False, "measurement": True}, on=TODAY, digest=DIGEST, signal=False)
    assert text == GOOD
    assert read(text) == {"measurement": Word(True, TODAY), "advertising": Word(False, TODAY)}


@given(
    st.dictionaries(st.sampled_from(CATEGORIES), st.booleans(), min_size=1),
    st.dates(date(2000, 1, 1), TODAY),
    st.booleans(),
    st.booleans(),
)
def test_whatever_was_chosen_is_read_again(said: dict[str, bool], on: date, signal: bool, account: bool) -> None:
    text = cookie.write(said, on=on, digest=DIGEST, signal=signal, account=account)
    assert read(text) == {category: Word(yes, on, True, signal, account) for category, yes in said.items()}
    assert len(text) <= cookie.LONGEST


@given(
    st.dictionaries(st.sampled_from(CATEGORIES), st.booleans()),
    st.sets(st.sampled_from(CATEGORIES)),
    st.booleans(),
    st.sets(st.sampled_from(("browsing_record", "personalize"))),
)
def test_what_was_said_in_the_signals_presence_is_read_word_by_word(
    said: dict[str, bool], despite: set[str], account: bool, purposes: set[str]
) -> None:
    text = cookie.write(
        said, on=TODAY, digest=DIGEST, signal=False, account=account, despite=despite, purposes=purposes
    )
    assert read(text) == {
        category: Word(yes, TODAY, True, category in despite, account) for category, yes in said.items()
    }
    assert cookie.purposes(text, digest=DIGEST) == purposes
    assert cookie.purposes(text, digest="f" * 16) == set()
    assert len(text) <= cookie.LONGEST
    plain = cookie.unmarked(text)
    assert cookie.SIGNAL not in plain
    assert read(plain) == {category: Word(yes, TODAY, True, False, account) for category, yes in said.items()}


def test_a_cookie_of_an_earlier_shop_is_read_as_it_was_meant() -> None:
    assert all(word.despite_signal for word in read(GOOD + ".signal").values())
    assert all(word.despite_signal and word.of_account for word in read(GOOD + ".signal.account").values())


def test_after_a_change_of_the_policy_it_answers_another_question() -> None:
    words = cookie.read(GOOD, digest="fedcba9876543210", today=TODAY)
    assert not any(word.current for word in words.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "1",
        GOOD + ".",
        GOOD + " ",
        GOOD + "\n",
        GOOD.upper(),
        GOOD.replace("1.", "2.", 1),
        GOOD.replace("20261123", "20261323"),
        GOOD.replace("20261123", "99991231"),
        GOOD.replace("20261123", "20261125"),  # a day ahead is a clock elsewhere, two are nobody's
        GOOD.replace("20261123", "٢٠٢٦١١٢٣"),
        GOOD.replace(DIGEST, DIGEST[:-1]),
        GOOD.replace(DIGEST, "g" * 16),
        GOOD.replace("advertising-no", "measurement-no"),  # a yes and a no to the same
        GOOD.replace("advertising", "essential"),
        GOOD.replace("advertising", "everything"),
        GOOD.replace("-no", "-maybe"),
        GOOD.replace("-no", "=no"),
        GOOD + ".signal.signal",
        GOOD + ".account.signal",
        GOOD + "-signal-signal",
        GOOD + ".signal-",
        GOOD + ".signal-a.signal-b.signal-c",
        GOOD + ".personalization-yes.personalization-yes",
        "measurement-yes",
        "1.20261123." + DIGEST,
        "1.20261123." + DIGEST + ".",
        "1.20261123." + DIGEST + ".-yes",
        "x" * 100_000,
        GOOD + ".a" * 100_000,
    ],
)
def test_anything_odd_means_that_nothing_was_chosen(text: str) -> None:
    assert read(text) == {}


@given(st.text())
def test_no_text_does_harm(text: str) -> None:
    words = read(text)
    assert words == {} or cookie.write({}, on=TODAY, digest=DIGEST, signal=False)[:2] == text[:2]


@given(st.integers(0, len(GOOD) - 1), st.characters())
def test_a_changed_letter_never_makes_more_than_it_says(place: int, letter: str) -> None:
    changed = GOOD[:place] + letter + GOOD[place + 1 :]
    for category, word in read(changed).items():
        assert f"{category}-{'yes' if word.yes else 'no'}" in changed


def test_tomorrow_is_today_elsewhere() -> None:
    assert read(GOOD, TODAY - timedelta(1))["measurement"].on == TODAY - timedelta(1)
