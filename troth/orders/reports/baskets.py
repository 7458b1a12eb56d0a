"""Baskets that were left: filled, and untouched for a day or more. One query.

A basket is nobody's and is deleted after a month without a touch (`orders.basket`), so there are none from before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils import timezone

from ..models import Basket, BasketLine
from .span import Span

LEFT_AFTER = timedelta(days=1)


def left(span: Span) -> Mapping[date, int]:
    """By the day somebody last touched them. An order empties its basket, so none of these became one."""
    until = min(span.ends, timezone.now() - LEFT_AFTER)
    filled = Basket.objects.filter(Exists(BasketLine.objects.filter(basket=OuterRef("pk"))))
    found = filled.filter(changed_at__gte=span.begins, changed_at__lt=until)
    day = TruncDate("changed_at", tzinfo=timezone.get_current_timezone())
    return dict(found.order_by().annotate(day=day).values_list("day").annotate(Count("pk")))
