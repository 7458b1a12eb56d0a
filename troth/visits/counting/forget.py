"""Counts are kept as long as the policy says, although they are about nobody."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from troth import gate

from ..models import Count

CLASS = "figures"


def old() -> int:
    """Delete the counts whose time is over everywhere; how many rows. A month is kept whole until it goes."""
    terms = gate.policy().retention[CLASS].terms.values()
    days = max(366 * term.years + 31 * (term.months + 1) + term.days for term in terms)
    return Count.objects.filter(day__lt=timezone.localdate() - timedelta(days=days)).delete()[0]
