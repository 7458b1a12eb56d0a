"""Which comments are whose: the vault knows a person's parties, the rows know theirs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from troth import gate

from .errors import NotThere
from .models import Comment, State
from .purpose import PURPOSE


def rows(person: gate.PersonId) -> QuerySet[Comment]:
    """All that stand; opens nothing."""
    return Comment.objects.filter(party__in=gate.parties_of(person)).exclude(state=State.GOING)


def among(parties: Collection[gate.PartyId]) -> frozenset[gate.PartyId]:
    """Those of a person's parties under which there is a comment; the others are orders'."""
    found = Comment.objects.filter(party__in=list(parties)).values_list("party", flat=True)
    return frozenset(gate.PartyId(int=party.int) for party in found)


def row(person: gate.PersonId, ref: UUID) -> Comment:
    """One of them. Raises NotThere for anybody else's and for none."""
    found = rows(person).select_related("product").filter(ref=ref).first()
    if found is None:
        raise NotThere
    return found


def nothing_of(row: Comment, actor: gate.Actor) -> bool:
    """Whether it was taken back while something of it was on its way into the vault; then that goes, too."""
    if Comment.objects.filter(pk=row.pk).exclude(state=State.GOING).exists():
        return False
    gate.forget_unfinished(row.whose, purpose=PURPOSE, actor=actor)
    return True
