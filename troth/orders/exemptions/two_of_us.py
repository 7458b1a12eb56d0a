"""A certificate that one of us files, another of us approves; where nobody else has that job, the same, and its record says so."""

from __future__ import annotations

from troth import gate
from troth.people.models import User

from .purpose import PURPOSE


def somebody_else(account: int) -> bool:
    """Whether anybody but this employee may approve certificates."""
    known = gate.policy().roles
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=account).values_list("pk", flat=True)
    return any(PURPOSE in known[role].purposes for each in others for role in gate.roles_of(each) if role in known)
