"""One more category, from the card in front of something that waits for it: nothing else is said by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.rights.conftest import account
from tests.storefront.consent.test_joining import allowed, person_of, purposes, says, signs_in, states
from troth import gate
from troth.ledger.models import Entry
from troth.people import limits
from troth.policy import State
from troth.storefront.consent import sent
from troth.visits import consent
from troth.visits.consent import Word, cookie

pytestmark = pytest.mark.django_db
CHOICES = "/privacy/choices/"


def also(client: Client, category: str) -> None:
    assert client.post(CHOICES, {"answer": "also", "category": category}).status_code == 302


def digest() -> str:
    return consent.person.now_asked(gate.policy()).digest


def words(client: Client) -> dict[str, Word]:
    text = client.cookies[sent.cookie_name()].value
    return cookie.read(text, digest=digest(), today=sent.today())


def said_before(client: Client, days: int, **said: bool) -> date:
    on = sent.today() - timedelta(days)
    client.cookies[sent.cookie_name()] = cookie.write(said, on=on, digest=digest(), signal=False)
    return on


def test_an_earlier_yes_keeps_its_day(visitor: Client) -> None:
    on = said_before(visitor, 100, measurement=True, personalization=False)
    also(visitor, "advertising")
    assert {name: word.yes for name, word in words(visitor).items()} == {
        "measurement": True,
        "personalization": False,
        "advertising": True,
    }
    assert words(visitor)["measurement"].on == on
    assert allowed(visitor) == {"measurement", "advertising"}


def test_a_yes_that_has_run_out_does_not_come_back_and_a_no_does_not_go(visitor: Client) -> None:
    said_before(visitor, 200, measurement=True, personalization=False)
    also(visitor, "advertising")
    assert {name: word.yes for name, word in words(visitor).items()} == {"personalization": False, "advertising": True}
    assert allowed(visitor) == {"advertising"}


def test_in_a_browser_that_sends_the_signal_what_was_granted_elsewhere_stays_granted(
    visitor: Client, signalling: Client
) -> None:
    ben = account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "each", measurement="yes", personalization="yes")
    before = gate.standing(person_of(ben)).choices
    signs_in(signalling, BEN)
    also(signalling, "advertising")
    after = gate.standing(person_of(ben)).choices
    for name in (*purposes("measurement"), *purposes("personalization")):
        assert after[name, ""] == before[name, ""]
    assert all(after[name, ""].state is State.GRANTED for name in purposes("advertising"))
    assert allowed(signalling) == {"advertising"}


def test_while_processing_is_stopped_nothing_is_withdrawn_by_it(visitor: Client) -> None:
    ben = account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "each", measurement="yes")
    person = person_of(ben)
    gate.restrict(person, actor=gate.the_person(person))
    also(visitor, "advertising")
    assert {states(ben)[name] for name in purposes("measurement")} == {State.GRANTED}


def test_a_yes_in_the_signals_presence_speaks_for_its_own_category_only(signalling: Client, visitor: Client) -> None:
    account(BEN)
    signs_in(visitor, BEN)
    also(visitor, "measurement")
    also(signalling, "advertising")
    assert allowed(signalling) == {"advertising"}
    signs_in(signalling, BEN)
    assert allowed(signalling) == {"advertising"}


def test_a_browser_that_learns_the_signal_later_has_one_yes_from_before_and_one_from_after(signalling: Client) -> None:
    said_before(signalling, 10, measurement=True)
    also(signalling, "advertising")
    assert allowed(signalling) == {"advertising"}
    says(signalling, "all")
    assert allowed(signalling) == set(consent.CATEGORIES)


@pytest.mark.parametrize("category", ["", "essential", "everything"])
def test_nonsense_says_nothing(visitor: Client, category: str) -> None:
    assert visitor.post(CHOICES, {"answer": "also", "category": category}).status_code == 400
    assert not visitor.cookies


def test_hers_stay_hers_when_he_signs_in_with_the_same_browser(visitor: Client) -> None:
    account(ADA)
    ben = account(BEN)
    signs_in(visitor, ADA)
    says(visitor, "none")
    visitor.post("/account/logout/")
    signs_in(visitor, BEN)
    assert not states(ben)
    assert not allowed(visitor)
    assert not any(word.yes for word in words(visitor).values())


def test_a_no_of_bens_is_kept_to_in_his_browser_when_ada_signs_in_there(visitor: Client) -> None:
    """Where Ada lives all of it is on until a no, and this one is not hers."""
    ada, home = account(ADA), Client()
    account(BEN)
    signs_in(home, ADA)
    also(home, "measurement")
    assert allowed(home) == set(consent.CATEGORIES)
    signs_in(visitor, BEN)
    says(visitor, "none")
    visitor.post("/account/logout/")
    signs_in(visitor, ADA)
    assert states(ada).keys() == set(purposes("measurement"))
    assert allowed(visitor) == {"measurement"}


def test_the_same_answer_again_is_no_entry_and_another_is(visitor: Client) -> None:
    account(BEN)
    signs_in(visitor, BEN)
    for first, then in (("all", "none"), ("none", "all")):
        says(visitor, first)
        before = Entry.objects.count()
        for _ in range(3):
            says(visitor, first)
        assert Entry.objects.count() == before
        says(visitor, then)
        assert Entry.objects.count() > before


def test_on_another_day_the_same_answer_is_a_new_one(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who is asked again after six months, and says the same, has said it."""
    ben = account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "all")
    standing = gate.standing(person_of(ben))
    name = purposes("measurement")[0]
    assert consent.person.said_today(standing, name, True)
    assert not consent.person.said_today(standing, name, False)

    class Tomorrow(consent.person.datetime):
        @classmethod
        def now(cls, tz: object = None) -> Tomorrow:
            return super().now(tz) + timedelta(days=1)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(consent.person, "datetime", Tomorrow)
    assert not consent.person.said_today(standing, name, True)


def test_choices_cannot_be_turned_round_without_end(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "at_home", lambda request: False)
    monkeypatch.setitem(limits.RATES, "consent_choice", "2/h/key")
    account(BEN)
    for _ in range(4):  # of a visitor nothing is written down
        says(visitor, "all")
    signs_in(visitor, BEN)
    for answer in ("all", "none", "all", "none"):  # a no is never held up
        says(visitor, answer)
        assert allowed(visitor) == (set(consent.CATEGORIES) if answer == "all" else set())
    before = Entry.objects.count()
    answer = visitor.post(CHOICES, {"answer": "all"}, follow=True)
    assert Entry.objects.count() == before
    assert "That was changed often just now" in answer.content.decode()
    assert allowed(visitor) == set()
    for _ in range(3):
        says(visitor, "none")
    assert Entry.objects.count() == before


def test_a_cookie_longer_than_any_of_ours_is_not_remembered(visitor: Client) -> None:
    sent._of_visitor.cache_clear()
    for each in range(5):
        visitor.cookies[sent.cookie_name()] = f"{each}" + "y" * cookie.LONGEST
        assert not allowed(visitor)
    assert sent._of_visitor.cache_info().currsize == 1
