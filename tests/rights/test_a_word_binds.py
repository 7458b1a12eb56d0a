"""What a reader says holds from the second it is said, for everybody they are, and for mails that wait already."""

import pytest

from tests.cast import ADA, BEN
from tests.rights.conftest import account, guest, joins, orders, reading
from troth import channels, gate
from troth.channels import queue
from troth.channels.models import Message
from troth.rights import choices, stop
from troth.rights.reader import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(monkeypatch):
    """A mail one can do without. No room sends one yet, so it borrows the words of another."""
    from dataclasses import replace

    from troth.channels import templates

    borrowed = replace(templates.TEMPLATES["account_unknown"], purpose="newsletter")
    monkeypatch.setitem(templates.TEMPLATES, "account_unknown", borrowed)
    return "account_unknown"


def said(reader, purpose, channel):
    return next(each for each in choices.shown(reader) if (each.purpose, each.channel) == (purpose, channel))


@pytest.mark.parametrize(
    "word",
    [
        lambda reader: choices.choose(reader, "newsletter", "email", False),
        choices.stop_mails,
        lambda reader: choices.restrict(reader, True),
    ],
    ids=["no to one", "no to all", "stop processing"],
)
def test_a_mail_queued_before_the_word_does_not_leave(post, news, word):
    reader = Reader((joins(ADA),))
    channels.send(news, reader.first)
    assert word(reader).settled
    queue.send_due()
    assert post.letters == []
    assert Message.objects.get().state == "refused"


def test_without_the_word_the_same_mail_leaves(post, news):
    reader = Reader((joins(ADA),))
    channels.send(news, reader.first)
    queue.send_due()
    assert [address for address, _ in post.letters] == [ADA.email]


def test_mails_about_an_order_still_come_after_all_the_rest_is_stopped(post):
    reader = Reader((joins(ADA),))
    choices.stop_mails(reader)
    assert gate.may_reach(reader.first, "order_communication", "email").allowed
    assert not any(each.on for each in choices.shown(reader) if each.channel == "email")


def test_a_word_holds_for_everybody_behind_one_mailbox():
    user = account(ADA)
    guest_person, _ = orders(ADA)
    reader = reading(user)
    assert set(reader.persons) == {reader.first, guest_person}
    choices.choose(reader, "surveys", "email", False)
    for person in reader.persons:
        assert not gate.may_reach(person, "surveys", "email").allowed
    choices.choose(reader, "surveys", "email", True)
    for person in reader.persons:
        assert gate.may_reach(person, "surveys", "email").allowed


def test_what_is_on_for_one_of_them_is_shown_as_on():
    user = account(ADA)
    reader = reading(user)
    choices.choose(reader, "surveys", "email", False)
    other, _ = orders(BEN)
    gate.choose(other, "surveys", "email", gate.State.GRANTED, actor=gate.the_person(other), source="preferences")
    assert said(Reader((reader.first, other)), "surveys", "email").on


@pytest.mark.parametrize("customer", [ADA, BEN], ids=["United States", "Germany"])
def test_the_page_says_what_the_gate_would_answer(customer):
    reader = Reader((joins(customer),))
    for word in (None, True, False):
        if word is not None:
            choices.choose(reader, "newsletter", "email", word)
        for each in choices.shown(reader):
            assert each.on == gate.may_reach(reader.first, each.purpose, each.channel).allowed
    choices.restrict(reader, True)
    assert not any(each.on for each in choices.shown(reader))
    assert {each.because for each in choices.shown(reader)} == {"Off while processing is stopped."}


def test_stopping_and_resuming():
    reader, _ = guest()
    choices.restrict(reader, True)
    assert choices.standing(reader).restricted_since is not None
    choices.restrict(reader, False)
    assert choices.standing(reader).restricted_since is None


def test_closing_refuses_purchases_is_confirmed_once_and_can_be_taken_back(post):
    user = account(ADA)
    reader = reading(user)
    for _ in range(2):
        choices.close(reader, True)
    with pytest.raises(gate.Refused):
        orders(ADA, reader.first)
    queue.send_due()
    assert [address for address, _ in post.letters] == [ADA.email]
    choices.close(reader, False)
    assert orders(ADA, reader.first)


def test_a_link_in_the_mail_stops_that_kind_and_may_be_pressed_again():
    reader = Reader((joins(ADA),))
    token = channels.links.mint("stop:surveys", reader.first, hours=1)
    for _ in range(2):
        found = stop.behind("surveys", token)
        assert found is not None
        stop.stop(found)
    assert not gate.may_reach(reader.first, "surveys", "email").allowed
    assert gate.may_reach(reader.first, "new_products", "email").allowed


@pytest.mark.parametrize("purpose", ["new_products", "order_communication", "nonsense"])
def test_a_link_stops_nothing_else(purpose):
    token = channels.links.mint("stop:surveys", joins(ADA), hours=1)
    assert stop.behind(purpose, token) is None
