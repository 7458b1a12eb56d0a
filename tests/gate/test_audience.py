"""An audience is a set in SQL; its members are exactly those `decide` would allow one by one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from troth import gate
from troth.vault.models import Choice, Person, Restriction

COUNTRIES = ["", "US", "US-CA", "DE", "GB", "CH", "CA", "JP", "FR"]
PURPOSES = ["newsletter", "new_products", "order_communication", "surveys", "service_notices", "advertising"]
CHANNELS = ["email", "telephone", "post"]

somebody = st.fixed_dictionaries(
    {
        "country": st.sampled_from(COUNTRIES),
        "organization_country": st.sampled_from(COUNTRIES),
        "bought_days_ago": st.none() | st.integers(0, 900),
        "restricted": st.booleans(),
        "closed": st.booleans(),
        "choices": st.dictionaries(
            st.tuples(st.sampled_from(PURPOSES), st.sampled_from(["", *CHANNELS])),
            st.sampled_from([str(state) for state in gate.State]),
            max_size=3,
        ),
    }
)


def lives(told: dict) -> None:
    days = told["bought_days_ago"]
    bought = None if days is None else date.today() - timedelta(days=days)
    now = timezone.now()
    person = Person.objects.create(
        country=told["country"], organization_country=told["organization_country"], last_purchase=bought, created_at=now
    )
    for what, on in (("processing", told["restricted"]), ("account", told["closed"])):
        if on:
            Restriction.objects.create(person=person, what=what, since=now)
    for (purpose, channel), state in told["choices"].items():
        Choice.objects.create(
            person=person, purpose=purpose, channel=channel, state=state, source="t", policy_version="", at=now
        )


class AudienceEqualsDecide(TestCase):
    databases = {"default", "vault"}

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(people=st.lists(somebody, max_size=6), purpose=st.sampled_from(PURPOSES), channel=st.sampled_from(CHANNELS))
    def test_person_by_person(self, people: list, purpose: str, channel: str) -> None:
        for told in people:
            lives(told)
        everybody = [gate.PersonId(int=each.int) for each in Person.objects.values_list("id", flat=True)]

        asked_one_by_one = {each for each in everybody if gate.may_reach(each, purpose, channel).allowed}
        audience = gate.audience(purpose, channel)

        assert {each for batch in audience.batches(2) for each in batch} == asked_one_by_one
        assert audience.count() == len(asked_one_by_one)


@pytest.mark.django_db(databases=["default", "vault"])
def test_an_audience_has_somebody_in_it():
    """The control: the property above would hold of two empty sets, too."""
    lives(
        {
            "country": "US",
            "organization_country": "",
            "bought_days_ago": None,
            "restricted": False,
            "closed": False,
            "choices": {},
        }
    )
    assert gate.audience("new_products", "email").count() == 1
