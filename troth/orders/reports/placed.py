"""Orders placed in the shop itself, paid or not: the last step of the way that visits are counted on."""

from __future__ import annotations

from ..models import Order
from ..models.order import Origin
from .span import Span


def placed(span: Span) -> int:
    """How many. One query."""
    return Order.objects.filter(origin=Origin.WEB, placed_at__gte=span.begins, placed_at__lt=span.ends).count()
