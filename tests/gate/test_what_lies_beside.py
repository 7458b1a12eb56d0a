"""A person's records under another retention class than their own: used, removed line by line or whole, and expired."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import ADA, BEN
from tests.gate.conftest import joins
from troth import gate
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def looks(person: gate.PersonId, product: str) -> gate.RecordId:
    told = {"viewed": {"product": product, "time": "2026-11-22T10:00:00+00:00"}}
    noted = gate.collect(
        person, told, purpose="browsing_record", source="looked_at", actor=gate.system("browsing_record")
    )
    return noted.records["viewed"]


def seen(person: gate.PersonId) -> list[str]:
    opened = gate.use(person, ["viewed.product"], purpose="rights_request", actor=gate.the_person(person))
    return sorted(record["product"].reveal() for record in opened.all("viewed"))


def test_what_an_american_looked_at_is_kept_under_a_key_of_its_own_for_three_months():
    ada = joins(ADA)
    looks(ada, "flask")
    looks(ada, "beaker")

    assert seen(ada) == ["beaker", "flask"]
    key = Key.objects.get(retention="viewed")
    assert key.person is None
    now = datetime.now(UTC)
    assert now + timedelta(days=80) < key.keep_until < now + timedelta(days=125)


def test_nothing_of_it_stands_beside_the_person_to_the_second():
    ada = joins(ADA)
    looks(ada, "flask")
    at = Record.objects.get(kind="viewed").collected_at
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def test_what_a_german_looked_at_waits_for_a_yes_and_the_refusal_is_recorded():
    ben = joins(BEN)
    with pytest.raises(gate.Refused) as refused:
        looks(ben, "flask")
    assert refused.value.code == "consent_needed"
    assert not Record.objects.filter(kind="viewed").exists()
    assert gate.timeline(ben, actor=gate.the_person(ben))[0].decision == "refused"

    gate.choose(ben, "browsing_record", "", gate.State.GRANTED, actor=gate.the_person(ben), source="preferences")
    looks(ben, "flask")
    assert seen(ben) == ["flask"]


def test_a_withdrawal_binds_at_once():
    ada = joins(ADA)
    looks(ada, "flask")
    gate.choose(ada, "browsing_record", "", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    with pytest.raises(gate.Refused):
        looks(ada, "beaker")
    assert seen(ada) == ["flask"]


def test_one_line_goes_and_the_other_stays():
    ada = joins(ADA)
    flask = looks(ada, "flask")
    looks(ada, "beaker")
    gate.discard(ada, flask, actor=gate.the_person(ada))
    assert seen(ada) == ["beaker"]
    assert not Record.objects.filter(id=flask).exists()


def test_nobody_removes_a_line_of_another():
    ada, ben = joins(ADA), joins(BEN)
    flask = looks(ada, "flask")
    gate.discard(ben, flask, actor=gate.the_person(ben))
    assert seen(ada) == ["flask"]


def test_all_of_it_goes_with_its_key_and_with_what_the_log_said_of_it():
    ada = joins(ADA)
    looks(ada, "flask")
    looks(ada, "beaker")
    before = [line for line in gate.timeline(ada, actor=gate.the_person(ada)) if line.purpose == "browsing_record"]
    assert len(before) == 2

    assert gate.discard_all(ada, "viewed", actor=gate.the_person(ada)) == 2

    assert not Record.objects.filter(kind="viewed").exists()
    assert not Key.objects.filter(retention="viewed").exists()
    lines = gate.timeline(ada, actor=gate.the_person(ada))
    assert not [line for line in lines if line.purpose == "browsing_record"]
    assert [(line.verb, line.state) for line in lines if line.verb == "erase"] == [("erase", "erased")]


def test_what_is_looked_at_after_that_is_kept_again():
    ada = joins(ADA)
    looks(ada, "flask")
    gate.discard_all(ada, "viewed", actor=gate.the_person(ada))
    looks(ada, "beaker")
    assert seen(ada) == ["beaker"]


def test_what_has_outlived_its_time_is_as_good_as_gone_before_the_round_comes():
    ada = joins(ADA)
    looks(ada, "flask")
    Key.objects.filter(retention="viewed").update(keep_until=datetime.now(UTC) - timedelta(days=1))
    assert seen(ada) == []


def test_suggestions_learn_the_product_and_not_the_time():
    ada = joins(ADA)
    looks(ada, "flask")
    opened = gate.use(ada, ["viewed"], purpose="personalize", actor=gate.system("personalize"))
    record = opened.first("viewed")
    assert record["product"].reveal() == "flask"
    assert isinstance(record["time"], gate.Withheld)


def test_erasing_somebody_erases_it_and_a_copy_has_it():
    ada = joins(ADA)
    looks(ada, "flask")
    kinds = [record.kind for record in gate.export(ada, actor=gate.the_person(ada)).records]
    assert "viewed" in kinds
    gate.erase(ada, actor=gate.the_person(ada))
    assert not Record.objects.filter(kind="viewed").exists()
    assert not Key.objects.filter(retention="viewed").exists()
