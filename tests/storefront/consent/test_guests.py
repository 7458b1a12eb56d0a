"""A guest whose mailbox has answered sets their own choices, as somebody signed in does, and not the browser's alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import ADA, BEN, CHIARA
from tests.rights.conftest import account, orders
from tests.storefront.consent.test_joining import allowed, person_of, purposes, says
from troth import channels, gate
from troth.ledger.models import Entry
from troth.people import limits
from troth.policy import State
from troth.rights import reader
from troth.storefront.consent import sent
from troth.storefront.privacy.who import cookie_name
from troth.visits import consent

pytestmark = pytest.mark.django_db
PAGE = "/my/privacy/choices/"
Enters = Callable[[Client, gate.PersonId], None]


@pytest.fixture
def enters() -> Enters:
    """Through the link of a mail."""

    def enter(browser: Client, person: gate.PersonId) -> None:
        link = channels.links.mint(reader.KIND, person, hours=1)
        answer = browser.post(f"/my/privacy/enter/{link}/")
        assert answer.status_code == 302
        assert cookie_name() in browser.cookies

    return enter


def states(person: gate.PersonId) -> dict[str, State]:
    known = gate.standing(person)
    assert known is not None
    return {purpose: line.state for (purpose, channel), line in known.choices.items() if not channel}


def test_what_a_guest_says_after_the_link_is_theirs_and_the_browsers(visitor: Client, enters: Enters) -> None:
    ben = orders(BEN)[0]
    enters(visitor, ben)
    assert not states(ben)
    says(visitor, "each", measurement="yes", personalization="no", advertising="no")
    assert {states(ben)[name] for name in purposes("measurement")} == {State.GRANTED}
    assert {states(ben)[name] for name in purposes("personalization")} == {State.DECLINED}
    assert allowed(visitor) == {"measurement"}
    line = gate.timeline(ben, actor=gate.the_person(ben), limit=1)[0]
    assert (line.actor, line.verb) == ("person", "choose")


def test_every_order_behind_the_mailbox_hears_it(visitor: Client, enters: Enters) -> None:
    first, second = orders(BEN)[0], orders(BEN)[0]
    assert first != second
    enters(visitor, first)
    says(visitor, "none")
    assert set(states(first).values()) == set(states(second).values()) == {State.DECLINED}


def test_what_the_browser_was_told_before_joins_where_they_have_said_nothing(visitor: Client, enters: Enters) -> None:
    ben = orders(BEN)[0]
    name = purposes("personalization")[0]
    gate.choose(ben, name, "", State.OBJECTED, actor=gate.the_person(ben), source="preferences")
    says(visitor, "all")
    assert "personalization" in allowed(visitor)
    enters(visitor, ben)
    assert states(ben)[name] is State.OBJECTED
    assert {states(ben)[each] for each in purposes("measurement")} == {State.GRANTED}
    assert allowed(visitor) == {"measurement", "advertising"}


def test_their_own_word_comes_along_to_another_browser(visitor: Client, enters: Enters) -> None:
    ben, other = orders(BEN)[0], Client()
    enters(visitor, ben)
    says(visitor, "each", measurement="yes")
    enters(other, ben)
    assert allowed(other) == {"measurement"}
    assert sent.cookie_name() in other.cookies


def test_one_more_yes_is_theirs_too(visitor: Client, enters: Enters) -> None:
    ben = orders(BEN)[0]
    enters(visitor, ben)
    says(visitor, "also", category="advertising")
    assert {states(ben)[name] for name in purposes("advertising")} == {State.GRANTED}
    assert not set(states(ben)) & set(purposes("measurement"))


def test_a_yes_over_the_signal_is_marked_for_guests_as_well(signalling: Client, enters: Enters) -> None:
    ben = orders(BEN)[0]
    enters(signalling, ben)
    says(signalling, "each", measurement="yes")
    known = gate.standing(ben)
    assert known is not None
    assert known.choices[purposes("measurement")[0], ""].source == "over_signal"
    page = signalling.get("/my/privacy/uses/").content.decode()
    assert "over the privacy signal of your browser: " in page


def test_without_the_link_and_after_leaving_only_the_browser_hears_it(visitor: Client, enters: Enters) -> None:
    ben = orders(BEN)[0]
    before = Entry.objects.count()
    says(visitor, "all")
    visitor.cookies[cookie_name()] = "made up"
    says(visitor, "none")
    visitor.cookies.pop(cookie_name())
    assert Entry.objects.count() == before
    enters(visitor, ben)
    visitor.post("/my/privacy/leave/")
    said = states(ben)
    says(visitor, "all")
    assert states(ben) == said


def test_who_comes_next_to_the_same_browser_has_not_said_it(visitor: Client, enters: Enters) -> None:
    ben, chiara = orders(BEN)[0], orders(CHIARA)[0]
    enters(visitor, ben)
    says(visitor, "all")
    visitor.post("/my/privacy/leave/")
    enters(visitor, chiara)
    assert not states(chiara)
    assert not allowed(visitor)


def test_somebody_signed_in_speaks_for_their_account_whatever_link_was_opened_here(
    visitor: Client, enters: Enters
) -> None:
    ben, ada = orders(BEN)[0], account(ADA)
    enters(visitor, ben)
    visitor.force_login(ada)
    says(visitor, "all")
    assert set(states(person_of(ada)).values()) == {State.GRANTED}
    assert not states(ben)


def test_guests_cannot_turn_it_round_without_end(
    visitor: Client, enters: Enters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "at_home", lambda request: False)
    monkeypatch.setitem(limits.RATES, "consent_choice", "1/h/key")
    enters(visitor, orders(BEN)[0])
    says(visitor, "all")
    says(visitor, "none")
    before = Entry.objects.count()
    says(visitor, "all")
    assert Entry.objects.count() == before
    assert not allowed(visitor)


def test_a_guests_page_says_where_it_holds_and_the_receipt_knows_their_rules(visitor: Client, enters: Enters) -> None:
    ada = orders(ADA)[0]  # Massachusetts
    enters(visitor, ada)
    page = visitor.get(PAGE).content.decode()
    assert "holds in this browser, and is kept with what we hold about you" in page
    assert "wherever you are signed in" not in page
    says(visitor, "all")
    spoken = consent.spoken((ada,), "", signal=False, place="", today=sent.today())
    assert spoken is not None
    assert (spoken.jurisdiction, set(spoken.said.values())) == ("united_states", {True})
