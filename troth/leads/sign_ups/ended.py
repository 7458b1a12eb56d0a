"""What ends: sign-ups that nobody confirmed, subscriptions whose owner wants nothing of it any more, and rows of the erased."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone

from troth import gate
from troth.catalog.notices import waiting

from ..models import Met, SignUp
from . import offer
from .whose import person_of

logger = logging.getLogger("troth.leads")
BATCH = 200
UNANSWERED = timedelta(days=7)  # the link in the mail lives three


def sweep(now: datetime | None = None) -> int:
    """How many sign-ups and subscriptions ended. May run at any time."""
    return _unconfirmed(now or timezone.now()) + _stopped()


def forget(persons: Collection[gate.PersonId]) -> int:
    """Delete the rows of people who are about to be erased: their links lead nowhere any more. How many."""
    theirs = [row.pk for row in SignUp.objects.iterator() if person_of(row) in persons]
    return SignUp.objects.filter(pk__in=theirs).delete()[0]


def let_go(person: gate.PersonId) -> None:
    """Erase somebody of whom nothing else is held."""
    if not gate.holds(person, offer.KIND) and not _otherwise_known(person):
        _erase(person)


def _unconfirmed(now: datetime) -> int:
    """Also the few that were pressed and could not be recorded, however often it was tried."""
    rows = list(SignUp.objects.filter(asked_at__lt=now - UNANSWERED).order_by("asked_at")[:BATCH])
    persons = {person for row in rows if (person := person_of(row)) is not None}
    SignUp.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for person in persons:
        let_go(person)
    return len(rows)


def _stopped() -> int:
    """Whoever said no to the last kind of it, on whatever road, has ended it."""
    if offer.KIND not in gate.policy().kinds:
        return 0
    ended = gate.without_a_yes(offer.KIND, _every_kind(), offer.CHANNEL)[:BATCH]
    for person in ended:
        if _otherwise_known(person):
            gate.discard_all(person, offer.KIND, actor=gate.system("rights_request"))
        else:
            _erase(person)
    return len(ended)


def _every_kind() -> list[str]:
    """Whatever the policy lets a subscription be used for, in force or not."""
    return [name for name, purpose in gate.policy().purposes.items() if purpose.choice and offer.KIND in purpose.uses]


def _otherwise_known(person: gate.PersonId) -> bool:
    """Whether something else than a subscription keeps them here."""
    return (
        gate.account_of_person(person) is not None
        or bool(gate.parties_of(person))
        or bool(waiting.of([person]))
        or Met.objects.filter(alias__in=gate.aliases_of(person)).exists()
        or any(person_of(row) == person for row in SignUp.objects.iterator())
    )


def _erase(person: gate.PersonId) -> None:
    if gate.standing(person) is None:
        return
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("somebody known by a subscription alone could not be erased: %s", refused.code)
