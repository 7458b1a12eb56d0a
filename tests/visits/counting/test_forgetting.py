"""Counts are about nobody, and go all the same when the policy says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from troth import gate
from troth.visits.counting import forget
from troth.visits.models import Count
from troth.visits.models.counting import What
from troth.visits.partners.question import MOST_AGO

pytestmark = pytest.mark.django_db


def test_counts_go_after_two_years_and_no_earlier() -> None:
    today = timezone.localdate()
    for days in (0, 365, 2 * 365, 2 * 366 + 40):
        Count.objects.create(day=today - timedelta(days=days), what=What.VIEW, name="/", many=1)
    assert {term.years for term in gate.policy().retention["figures"].terms.values()} == {2}
    assert forget.old() == 1


def test_what_a_partner_may_ask_about_is_still_there() -> None:
    today = timezone.localdate()
    Count.objects.create(day=today - MOST_AGO, what=What.VISIT, name="/", many=1)
    assert forget.old() == 0
