"""A certificate that one of us files, for a customer or for themselves, another of us approves; where nobody else has that job, the
same, and its record says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from troth import gate
from troth.people.models import User

from ..models.exemption import Exemption
from .purpose import PURPOSE


def own(rows: Iterable[Exemption], account: int) -> frozenset[UUID]:
    """Those that this employee filed, or that are their own. Opens nothing."""
    person = gate.person_of_account(account)
    theirs = frozenset(gate.parties_of(person)) if person is not None else frozenset()
    return frozenset(row.ref for row in rows if row.filed_by == account or row.whose in theirs)


def somebody_else(account: int) -> bool:
    """Whether anybody but this employee may approve certificates."""
    known = gate.policy().roles
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=account).values_list("pk", flat=True)
    return any(PURPOSE in known[role].purposes for each in others for role in gate.roles_of(each) if role in known)
