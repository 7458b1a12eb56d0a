"""Several verbs in one transaction: all of them are kept, or none; and a refusal is never unsaid."""

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import ADA, BEN
from tests.gate.conftest import joins
from troth import gate
from troth.ledger.models import Entry
from troth.vault.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


class PowerCut(Exception):
    pass


def joins_before_a_power_cut() -> None:
    joins(ADA)
    raise PowerCut


def asks_for_too_much(person: gate.PersonId) -> None:
    gate.use(person, ["telephone"], purpose="newsletter", actor=gate.system("newsletter"))


def test_what_is_done_together_is_kept_together() -> None:
    with gate.together():
        people = [joins(ADA), joins(BEN)]
    assert set(Person.objects.values_list("id", flat=True)) == set(people)


def test_a_power_cut_leaves_nothing_of_it() -> None:
    with pytest.raises(PowerCut), gate.together():
        joins_before_a_power_cut()
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_without_it_what_came_before_the_power_cut_stays() -> None:
    with pytest.raises(PowerCut):
        joins_before_a_power_cut()
    assert Person.objects.exists()


@pytest.mark.parametrize("caught", [True, False])
def test_a_refusal_stays_recorded_and_so_does_what_came_before(caught: bool) -> None:
    ada = joins(ADA)
    before = Entry.objects.count()
    try:
        with gate.together():
            joins(BEN)
            try:
                asks_for_too_much(ada)
            except gate.Refused:
                if not caught:
                    raise
    except gate.Refused:
        assert not caught
    assert Person.objects.count() == 2
    said = [entry.body for entry in Entry.objects.all()[before:]]
    assert any("refused" in body for body in said)


def test_one_waiting_for_the_disk_instead_of_many() -> None:
    def waits(count: CaptureQueriesContext) -> int:
        return sum(each["sql"].startswith("BEGIN") for each in count.captured_queries)

    with CaptureQueriesContext(connections["vault"]) as alone:
        _ = joins(ADA), joins(BEN)
    with CaptureQueriesContext(connections["vault"]) as shared, gate.together():
        _ = joins(ADA), joins(BEN)
    assert (waits(alone), waits(shared)) == (2, 1)


def test_it_is_not_begun_inside_a_shop_transaction() -> None:
    with transaction.atomic(), pytest.raises(gate.InsideShopWork), gate.together():
        joins(ADA)
