"""`audience`: the people who may be reached now, as a set, in SQL. Its answer equals asking `decide` one by one.

What depends on where people live is settled outside SQL, once for each pair of countries that occurs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from troth.policy import Consent, Model, State, months_before
from troth.policy.decide import NO
from troth.vault.models import Choice, Person, Restriction

from .errors import NotDeclared
from .ids import PersonId
from .inforce import policy
from .known import PROCESSING

NOBODY_AT_ALL = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Audience:
    """A set of people, not yet fetched. Each message still asks again when it leaves."""

    people: QuerySet[Person]

    def count(self) -> int:
        return self.people.count()

    def batches(self, size: int = 1000) -> Iterator[list[PersonId]]:
        """Everybody, in the order of their (random) ids; memory stays flat."""
        last = uuid.UUID(int=0)
        ids = self.people.order_by("id").values_list("id", flat=True)
        while batch := list(ids.filter(id__gt=last)[:size]):
            yield [PersonId(int=each.int) for each in batch]
            last = batch[-1]


def audience(purpose: str, channel: str) -> Audience:
    """Everybody `decide` would allow us to reach for this purpose over this channel, now."""
    if purpose not in policy().purposes:
        raise NotDeclared("purpose", purpose)
    if channel not in policy().channels:
        raise NotDeclared("channel", channel)
    return Audience(Person.objects.filter(_reachable(purpose, channel)))


def _reachable(purpose: str, channel: str) -> Q:
    declared = policy().purposes[purpose]
    if not declared.in_force or channel not in declared.channels:
        return NOBODY_AT_ALL
    reachable = Q()
    if not declared.survives_restriction:
        reachable &= ~Q(Exists(Restriction.objects.filter(person=OuterRef("pk"), what=PROCESSING, until=None)))
    if not declared.choice:
        return reachable
    said = Choice.objects.filter(person=OuterRef("pk"), purpose=purpose, channel__in=("", channel))
    said_no = Q(Exists(said.filter(state__in=[str(state) for state in NO])))
    said_yes = Q(Exists(said.filter(state=str(State.GRANTED))))
    return reachable & ~said_no & (said_yes | _without_a_word(purpose, channel))


def _without_a_word(purpose: str, channel: str) -> Q:
    """Those who have said nothing, where that is enough."""
    enough = NOBODY_AT_ALL
    for country, organization_country in Person.objects.values_list("country", "organization_country").distinct():
        place = policy().jurisdiction_of(country, organization_country)
        wanted = policy().consent(purpose, channel, place)
        if wanted.model is not Model.OPT_IN:
            here = Q(country=country, organization_country=organization_country)
            enough |= here & _bought(wanted)
    return enough


def _bought(wanted: Consent) -> Q:
    if wanted.model is not Model.IMPLIED_AFTER_PURCHASE:
        return Q()
    return Q(last_purchase__gt=months_before(timezone.now(), wanted.months).date())
