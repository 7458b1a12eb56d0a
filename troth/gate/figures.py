"""Figures about people, for reports: `customers_by` and `buyers`. Exact counts do not leave this file.

Nothing is opened, so nobody's record has a line of it; the ledger has one entry about nobody for each figure made.
People who stopped the processing of their data are in no figure.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import batched

from django.db.models import Count, Exists, OuterRef, QuerySet

from troth.policy import Actor, Ask, Verb, decide
from troth.policy import Refused as RefusedDecision
from troth.vault.models import Person, Restriction

from . import entries
from .accounts import persons_of_parties
from .errors import NotDeclared, Refused
from .few import Figures, grouped, parted
from .ids import PartyId
from .inforce import policy
from .known import PROCESSING, newcomer
from .work import vault_work

FIELDS = {"country": "country", "organization_country": "organization_country"}  # of `residence`, kept in plain
AT_ONCE = 2000


def customers_by(field: str, *, purpose: str, actor: Actor, bought_before: date) -> Figures:
    """How many customers there are by a field of `residence`. One query. Raises `Refused`, NotDeclared.

    Whoever bought nothing before that day is no customer yet: with the day fixed, a figure does not follow each sale.
    """
    if field not in FIELDS:
        raise NotDeclared("field of residence", field)
    with vault_work():
        decision = _asked(purpose, actor, field)
        found = _counted(purpose).filter(last_purchase__lt=bought_before).order_by()
        counts = found.values_list(FIELDS[field]).annotate(Count("pk")) if decision is None else ()
        figures = grouped(dict(counts))
    if decision is not None:
        raise Refused.by(decision)
    return figures


def buyers(spans: Sequence[Sequence[PartyId]], *, purpose: str, actor: Actor) -> tuple[tuple[int, int] | None, ...]:
    """Of the orders of each span of time, in their order: by how many new customers, and by how many who came again.

    Somebody is new in the span of their first order here. None: one of the two is too small to be told, and so neither
    is. Raises `Refused`.
    """
    with vault_work():
        decision = _asked(purpose, actor, "country")
        told = _new_and_again(spans, purpose) if decision is None else ()
    if decision is not None:
        raise Refused.by(decision)
    return tuple(told)


def _new_and_again(spans: Sequence[Sequence[PartyId]], purpose: str) -> Iterable[tuple[int, int] | None]:
    silent = _silent(purpose)
    before: set[uuid.UUID] = set()
    for parties in spans:
        bought = {person for part in batched(parties, AT_ONCE, strict=False) for person in _owners(part)} - silent
        parts = parted(len(bought - before), len(bought & before))
        before |= bought
        yield (parts[0], parts[1]) if parts else None


def _owners(parties: Iterable[PartyId]) -> Iterable[uuid.UUID]:
    return persons_of_parties(parties).values()


def _asked(purpose: str, actor: Actor, field: str) -> RefusedDecision | None:
    """The policy's answer, entered. A purpose one may say no to is for people one by one, and not for figures."""
    declared = policy().purposes.get(purpose)
    if declared is None or declared.choice:
        raise NotDeclared("purpose of figures", purpose)
    ask = Ask(Verb.USE, purpose, actor, "residence", frozenset([field]))
    decision = decide(policy(), ask, newcomer().facts())
    entries.write(secrets.token_hex(16), entries.body(ask, decision, [field]))
    return decision if isinstance(decision, RefusedDecision) else None


def _counted(purpose: str) -> QuerySet[Person]:
    everybody = Person.objects.all()
    if policy().purposes[purpose].survives_restriction:
        return everybody
    return everybody.exclude(Exists(Restriction.objects.filter(person=OuterRef("pk"), what=PROCESSING, until=None)))


def _silent(purpose: str) -> set[uuid.UUID]:
    """Those who are in no figure for this purpose."""
    if policy().purposes[purpose].survives_restriction:
        return set()
    return set(Restriction.objects.filter(what=PROCESSING, until=None).values_list("person_id", flat=True))
