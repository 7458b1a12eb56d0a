"""Figures about people: whose job it is, who is not in them, and what the ledger says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube, works_at_the_desk
from troth import gate
from troth.ledger.models import Entry as Row
from troth.vault.models import Person, Restriction

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TOMORROW = date.today() + timedelta(days=1)


def living(country: str, many: int, house: str = "", bought_on: date | None = None) -> list[Person]:
    told = {"country": country, "organization_country": house, "created_at": timezone.now()}
    day = bought_on or date.today() - timedelta(days=3)
    return [Person.objects.create(last_purchase=day, **told) for _each in range(many)]


def figures(field: str = "country", before: date = TOMORROW) -> gate.Figures:
    by = gate.system("aggregate_figures")
    return gate.customers_by(field, purpose="aggregate_figures", actor=by, bought_before=before)


def test_customers_are_counted_by_country_in_fives() -> None:
    living("US", 12), living("DE", 6), living("FR", 2), living("GB", 3)
    assert figures() == gate.Figures((("US", 10), ("DE", 5)), 5, 20)


def test_and_by_the_organizations_country() -> None:
    living("US", 6, "DE"), living("US", 7)
    assert figures("organization_country") == gate.Figures((("", 5), ("DE", 5)), None, 10)


def test_who_stopped_processing_is_in_no_figure() -> None:
    for person in living("US", 6)[:2]:
        Restriction.objects.create(person=person, what="processing", since=timezone.now())
    assert figures() == gate.Figures((), None, None)


def test_who_never_bought_or_not_before_the_day_is_no_customer() -> None:
    living("US", 6, bought_on=date.today())
    Person.objects.create(country="US", created_at=timezone.now())
    assert figures(before=date.today()).total is None


@pytest.mark.parametrize("role", ["order_desk", "customer_service", "bookkeeping", "privacy_officer"])
def test_other_jobs_are_refused_and_the_refusal_is_entered(role: str) -> None:
    living("US", 20)
    actor, before = works_at_the_desk(701, role), Row.objects.count()
    with pytest.raises(gate.Refused):
        gate.customers_by("country", purpose="aggregate_figures", actor=actor, bought_before=TOMORROW)
    with pytest.raises(gate.Refused):
        gate.buyers([], purpose="aggregate_figures", actor=actor)
    assert Row.objects.count() == before + 2
    assert '"decision":"refused"' in Row.objects.order_by("-pk")[0].body


def test_a_figure_is_entered_once_and_about_nobody() -> None:
    order = bought(ADA)
    person = gate.person_of_party(order.whose)
    assert person is not None
    before = len(gate.timeline(person, actor=gate.the_person(person), limit=200))
    figures()
    assert len(gate.timeline(person, actor=gate.the_person(person), limit=200)) == before
    assert '"purpose":"aggregate_figures"' in Row.objects.order_by("-pk")[0].body


def test_a_purpose_one_may_decline_makes_no_figures() -> None:
    with pytest.raises(gate.NotDeclared):
        gate.customers_by("country", purpose="surveys", actor=gate.system("surveys"), bought_before=TOMORROW)


def test_new_customers_and_those_who_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five new ones; then the same five, and five others; a month of one is left open."""
    people = [gate.PersonId(int=person.pk.int) for person in living("US", 10)]
    parties = {gate.PartyId(int=1000 + place): person for place, person in enumerate([*people[:5], *people, people[0]])}
    monkeypatch.setattr("troth.gate.figures.persons_of_parties", lambda asked: {each: parties[each] for each in asked})
    ids = [*parties]
    told = gate.buyers(
        [ids[:5], ids[5:15], ids[15:], []], purpose="aggregate_figures", actor=gate.system("aggregate_figures")
    )
    assert told == ((5, 0), (5, 5), None, None)


def test_orders_lead_to_their_buyers() -> None:
    """The same through the vault: two people, too few to tell."""
    parties = [bought(who, (tube(title=f"Tube {who.country}"), 1)).whose for who in (ADA, BEN)]
    told = gate.buyers([parties], purpose="aggregate_figures", actor=gate.system("aggregate_figures"))
    assert told == (None,)
