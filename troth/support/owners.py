"""Who sees to a case: the job it falls to, and the employee who took it or first did something about it."""

from __future__ import annotations

import uuid

from django.db.models import Q

from troth import gate
from troth.orders import jobs
from troth.orders.errors import NotPossible
from troth.orders.problems import Problem

from .cases import PURPOSE
from .models import Case

# What else a job should include to have such cases fall to it. Whoever puts orders right may see to any.
_BESIDE = {
    Problem.DISPUTED: "handle_dispute",
    Problem.OWED: "collect_debt",
    Problem.CARRIER_REFUSED: "fulfil_order",
    Problem.CARRIER_UNHEARD: "fulfil_order",
    Problem.LABEL_UNHEARD: "fulfil_order",
    Problem.UNDELIVERABLE: "fulfil_order",
    Problem.RETURNED: "fulfil_order",
    Problem.LOST: "fulfil_order",
    Problem.STUCK: "fulfil_order",
}
AT_WORK = Q(owner__is_active=True, owner__is_staff=True)  # whoever has left sees to nothing


def jobs_for(problem: Problem) -> tuple[str, ...]:
    """Names of the jobs, for people to read."""
    wanted = {PURPOSE, _BESIDE.get(problem, PURPOSE)}
    return tuple(role.label for role in gate.policy().roles.values() if wanted <= set(role.purposes))


def take(ref: uuid.UUID, account: int, actor: gate.Actor) -> None:
    """From nobody, or from a colleague. Raises NotPossible for a closed case, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    Case.objects.get(ref=ref)
    if not Case.objects.filter(ref=ref, closed_at=None).update(owner=account):
        raise NotPossible


def leave(ref: uuid.UUID, account: int, actor: gate.Actor) -> None:
    """To whoever wants it. Raises NotPossible for one that is closed or with a colleague by now, gate.Refused."""
    jobs.may(actor, PURPOSE)
    mine_or_nobodys = Q(owner=account) | Q(owner=None)
    if not Case.objects.filter(mine_or_nobodys, ref=ref, closed_at=None).update(owner=None):
        raise NotPossible


def acted(ref: uuid.UUID, account: int) -> None:
    """Whoever does something about a case that nobody has has it from then on."""
    Case.objects.filter(~AT_WORK | Q(owner=None), ref=ref, closed_at=None).update(owner=account)
