"""Who may read what as their own: a proven mailbox opens what lies at it, an address somebody only typed opens nothing."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.cast import ADA, BEN, CHIARA
from tests.rights.conftest import account, guest, joins, orders, reading
from troth import channels, gate
from troth.channels.models import Message
from troth.rights import mine, reader

pytestmark = pytest.mark.django_db


def values(found):
    return {
        value.reveal()
        for owned in found.all_of_it
        for _name, _label, value in owned.fields
        if isinstance(value, gate.Personal)
    }


def test_a_proven_mailbox_shows_what_was_ordered_there_as_a_guest():
    person, _ = orders(ADA)
    user = account(ADA)
    assert person in reading(user).persons
    assert ADA.street_address in values(mine.mine(reading(user)))


def test_an_unproven_address_in_somebodys_account_shows_nothing_of_the_guest_at_it():
    orders(ADA)
    user = account(ADA, proven=False)
    only = reading(user)
    assert only.persons == (only.first,)


def test_an_address_that_waits_to_be_proven_shows_nothing_of_the_guest_at_it():
    from troth.people import addresses

    guest_person, _ = orders(CHIARA)
    user = account(ADA)
    addresses.begin_change(user, CHIARA.email)
    assert guest_person not in reading(user).persons
    assert not values(mine.mine(reading(user))) & {CHIARA.name, CHIARA.street_address}


def test_an_account_at_the_same_address_is_not_shown_to_a_guests_reader():
    user = account(ADA)
    person, _ = orders(ADA)
    token = channels.links.mint(reader.SESSION, person, hours=1)
    found = reader.of_cookie(token)
    assert found is not None
    assert found.persons == (person,)
    assert reading(user).first not in found.persons


def test_guests_at_one_mailbox_are_one_reader():
    first, _ = orders(ADA)
    second, _ = orders(ADA)
    orders(BEN)
    found = reader.of_cookie(channels.links.mint(reader.SESSION, second, hours=1))
    assert found is not None
    assert set(found.persons) == {first, second}


def test_nobody_sees_anything_of_anybody_else():
    account(BEN)
    orders(CHIARA)
    ada = reading(account(ADA))
    seen = values(mine.mine(ada))
    assert {ADA.name, ADA.email} <= seen
    assert not seen & {*BEN.marks, *CHIARA.marks}
    theirs = mine.mine(reader.Reader((joins(BEN),))).own[0].record.id
    assert mine.one(ada, theirs) is None


def test_a_link_is_sent_to_guests_and_to_nobody_else():
    orders(ADA)
    account(BEN)
    reader.ask_for_link("nobody@example.com")
    reader.ask_for_link(BEN.email)
    assert not Message.objects.filter(template="privacy_link").exists()
    reader.ask_for_link(ADA.email.upper())
    assert Message.objects.filter(template="privacy_link").count() == 1


def test_asking_for_a_link_queues_one_message_either_way():
    orders(ADA)
    before = Message.objects.count()
    costs = []
    for email in (ADA.email, "nobody@example.com"):
        with (
            CaptureQueriesContext(connections["default"]) as shop,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            reader.ask_for_link(email)
        costs.append((len(shop), len(vault)))
    assert Message.objects.count() == before + 2
    assert costs[0] == costs[1]


def test_the_cookie_of_somebody_erased_opens_nothing():
    found, _ = guest()
    token = channels.links.mint(reader.SESSION, found.first, hours=1)
    gate.erase(found.first, actor=gate.the_person(found.first))
    assert reader.of_cookie(token) is None
