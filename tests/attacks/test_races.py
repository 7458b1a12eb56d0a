"""Several processes change one person at once. On SQLite they queue by themselves; on PostgreSQL the gate makes them."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections

from tests.cast import ADA
from tests.gate.conftest import joins, orders
from troth import gate
from troth.vault.models import Key, Link, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
ROUNDS = 6


def at_once(*verbs: Callable[[], object]) -> list[object]:
    """What each verb returned or raised."""
    start, came = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        start.wait()
        try:
            came.append(verb())
        except Exception as error:
            came.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def rings(person: gate.PersonId, number: str) -> gate.Collected:
    told = {"telephone": {"telephone": number}}
    return gate.collect(person, told, purpose="account", source="account_form")


def test_what_there_can_be_one_of_stays_one():
    ada = joins(ADA)
    for _ in range(ROUNDS):
        at_once(*[partial(rings, ada, f"+1 617 555 010{n}") for n in range(4)])
        assert Record.objects.filter(key__person=ada, kind="telephone").count() == 1


def test_two_orders_at_once_share_the_keys_of_their_year():
    for _ in range(ROUNDS):
        ada = joins(ADA)
        assert not any(isinstance(each, Exception) for each in at_once(*[partial(orders, ADA, ada)] * 3))
        assert Link.objects.filter(person=ada, what="island").count() == 2


def test_what_is_taken_in_during_an_erasure_goes_with_it_or_is_refused():
    for _ in range(ROUNDS):
        ada = joins(ADA)
        me = gate.the_person(ada)
        came = at_once(
            partial(gate.erase, ada, actor=me), partial(orders, ADA, ada), partial(rings, ada, "+1 617 555 0100")
        )
        assert all(isinstance(each, gate.Refused) for each in came if isinstance(each, Exception))
        assert not Key.objects.filter(person=ada).exists()
        assert not Record.objects.filter(kind__in=("order_contact", "telephone")).exists()


def test_erased_twice_at_once_is_erased_once():
    for _ in range(ROUNDS):
        ada = joins(ADA)
        orders(ADA, ada)
        me = gate.the_person(ada)
        came = at_once(*[partial(gate.erase, ada, actor=me)] * 3)
        assert sum(not isinstance(each, Exception) for each in came) >= 1
        assert all(isinstance(each, gate.Refused) for each in came if isinstance(each, Exception))
        assert not Key.objects.filter(person=ada).exists()
        assert not Record.objects.filter(kind__in=("order_contact", "name", "email")).exists()
        assert gate.persons_at(ADA.email) == []
