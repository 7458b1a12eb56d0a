"""Signing in: what the browser was told meets what the person said, and the person's own word wins."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from tests.cast import ADA, BEN, CHIARA, PASSPHRASE, Customer
from tests.rights.conftest import account
from troth import gate, people
from troth.people.models import User
from troth.policy import State
from troth.storefront.consent import sent
from troth.vault.models import Choice
from troth.visits import consent
from troth.visits.models import Wording

pytestmark = pytest.mark.django_db
PAGE = "/privacy/"


def says(client: Client, answer: str, **each: str) -> None:
    assert client.post("/privacy/choices/", {"answer": answer, "next": PAGE, **each}).status_code == 302


def signs_in(client: Client, customer: Customer) -> None:
    answer = client.post("/account/login/", {"login": customer.email, "password": PASSPHRASE})
    assert answer.status_code == 302


def person_of(user: User) -> gate.PersonId:
    found = people.person_of(user)
    assert found is not None
    return found


def states(user: User) -> dict[str, State]:
    known = gate.standing(person_of(user))
    assert known is not None
    return {purpose: line.state for (purpose, channel), line in known.choices.items() if not channel}


def allowed(client: Client) -> frozenset[str]:
    return sent.of(client.get(PAGE).wsgi_request).allowed


def purposes(category: str) -> tuple[str, ...]:
    return consent.person.now_asked(gate.policy()).purposes[category]


def test_a_choice_in_the_browser_becomes_the_persons(visitor: Client) -> None:
    ben = account(BEN)
    says(visitor, "each", measurement="yes", advertising="no", personalization="no")
    assert not states(ben)
    signs_in(visitor, BEN)
    for name in purposes("measurement"):
        assert states(ben)[name] is State.GRANTED
    for name in (*purposes("advertising"), *purposes("personalization")):
        assert states(ben)[name] is State.DECLINED
    assert allowed(visitor) == {"measurement"}


def test_signing_in_without_having_said_anything_says_nothing(visitor: Client) -> None:
    ben = account(BEN)
    signs_in(visitor, BEN)
    assert not states(ben)
    assert sent.cookie_name() not in visitor.cookies


def test_a_no_said_earlier_is_never_overwritten_by_a_yes_in_a_cookie(visitor: Client) -> None:
    ben, home = account(BEN), Client()
    signs_in(home, BEN)
    says(home, "none")
    said = states(ben)
    assert set(said.values()) == {State.DECLINED}
    says(visitor, "all")
    assert allowed(visitor) == set(consent.CATEGORIES)
    signs_in(visitor, BEN)
    assert states(ben) == said
    assert not allowed(visitor)
    assert "yes" not in visitor.cookies[sent.cookie_name()].value


def test_one_purpose_declined_keeps_a_yes_from_its_whole_category(visitor: Client) -> None:
    ben = account(BEN)
    person, name = person_of(ben), purposes("measurement")[0]
    gate.choose(person, name, "", State.OBJECTED, actor=gate.the_person(person), source="preferences")
    says(visitor, "all")
    signs_in(visitor, BEN)
    assert {states(ben).get(each) for each in purposes("measurement")} <= {State.OBJECTED, None}
    assert "measurement" not in allowed(visitor)
    assert "advertising" in allowed(visitor)


def test_the_persons_own_yes_wins_over_a_no_in_a_browser(visitor: Client) -> None:
    account(BEN)
    home = Client()
    signs_in(home, BEN)
    says(home, "all")
    says(visitor, "none")
    signs_in(visitor, BEN)
    assert allowed(visitor) == set(consent.CATEGORIES)


def test_a_change_while_signed_in_binds_both_at_once_and_every_other_browser(visitor: Client) -> None:
    ben, other = account(BEN), Client()
    signs_in(visitor, BEN)
    says(visitor, "all")
    signs_in(other, BEN)
    assert allowed(other) == set(consent.CATEGORIES)
    says(visitor, "none")
    assert set(states(ben).values()) == {State.WITHDRAWN}
    assert "yes" not in visitor.cookies[sent.cookie_name()].value
    assert not allowed(other)


def test_who_signs_in_next_at_the_same_browser_has_not_said_what_the_one_before_said(visitor: Client) -> None:
    account(BEN)
    chiara = account(CHIARA)
    signs_in(visitor, BEN)
    says(visitor, "all")
    visitor.post("/account/logout/")
    assert allowed(visitor) == set(consent.CATEGORIES)
    signs_in(visitor, CHIARA)
    assert not states(chiara)
    assert not allowed(visitor)
    assert 'class="consent"' in visitor.get(PAGE).content.decode()


def test_a_yes_that_the_browsers_signal_outdates_is_not_carried_over(visitor: Client, signalling: Client) -> None:
    ben = account(BEN)
    says(visitor, "all")
    signalling.cookies[sent.cookie_name()] = visitor.cookies[sent.cookie_name()].value
    signs_in(signalling, BEN)
    assert State.GRANTED not in states(ben).values()
    assert not allowed(signalling)


def test_a_yes_to_another_question_is_not_carried_over_and_a_no_is(visitor: Client) -> None:
    ben, name = account(BEN), sent.cookie_name()
    says(visitor, "each", measurement="yes", advertising="no", personalization="no")
    digest = visitor.cookies[name].value.split(".")[2]
    visitor.cookies[name] = visitor.cookies[name].value.replace(digest, "f" * 16)
    signs_in(visitor, BEN)
    assert set(states(ben).values()) == {State.DECLINED}
    assert not set(states(ben)) & set(purposes("measurement"))


def test_whose_processing_is_stopped_is_left_alone_whatever_they_said(visitor: Client) -> None:
    ben = account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "all")
    person = person_of(ben)
    gate.restrict(person, actor=gate.the_person(person))
    assert not allowed(visitor)


@pytest.mark.parametrize(("asked_then", "counts"), [("the same", True), ("something else", False), (None, False)])
def test_a_yes_under_an_earlier_policy_counts_while_the_question_is_the_same(
    visitor: Client, asked_then: str | None, counts: bool
) -> None:
    ben, digest = account(BEN), consent.person.now_asked(gate.policy()).digest
    signs_in(visitor, BEN)
    says(visitor, "all")
    visitor.cookies.pop(sent.cookie_name())
    Choice.objects.filter(person=person_of(ben)).update(policy_version="an earlier one")
    if asked_then:
        Wording.objects.create(policy_version="an earlier one", digest=digest if asked_then == "the same" else "f" * 16)
    consent.person.wording._of.cache_clear()
    assert allowed(visitor) == (set(consent.CATEGORIES) if counts else set())
    assert ('class="consent"' in visitor.get(PAGE).content.decode()) is not counts
    consent.person.wording._of.cache_clear()


def test_asked_before_and_after_somebody_is_known_the_answer_is_theirs(visitor: Client) -> None:
    """Some of what looks at a response stands outside of the sessions, and asks first."""
    account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "all")
    visitor.cookies.pop(sent.cookie_name())
    request = RequestFactory().get("/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}=word"})
    assert not sent.of(request).allowed
    request.user = User.objects.get()
    assert sent.of(request).allowed == set(consent.CATEGORIES)


def test_rules_follow_where_the_person_lives(visitor: Client) -> None:
    account(ADA)  # Massachusetts: on until a no
    assert not allowed(visitor)
    signs_in(visitor, ADA)
    assert allowed(visitor) == set(consent.CATEGORIES)


def test_my_privacy_shows_them(visitor: Client) -> None:
    account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "each", measurement="yes")
    page = visitor.get("/my/privacy/choices/").content.decode()
    assert "In your browser" in page
    assert "On: you said yes." in page
    assert "Off: you said no." in page
    lines = visitor.get("/my/privacy/uses/").content.decode()
    assert "You said yes: we may use your data to see what is read in the shop." in lines


def test_every_change_is_an_entry_of_the_persons(visitor: Client) -> None:
    ben = account(BEN)
    signs_in(visitor, BEN)
    says(visitor, "all")
    person = person_of(ben)
    lines = gate.timeline(person, actor=gate.the_person(person))
    assert {line.purpose for line in lines if line.state == "granted"} == {
        name for category in consent.CATEGORIES for name in purposes(category)
    }
