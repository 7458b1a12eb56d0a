"""The part of an order's page about what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from troth.orders.history import Page
from troth.support import reportable, shelf
from troth.support.shelf import CaseShown


@dataclass(frozen=True, slots=True)
class Amiss:
    """`cases`: what the buyer told, the newest first."""

    cases: tuple[CaseShown, ...] = ()
    can_tell: bool = False


def amiss(page: Page) -> Amiss:
    """Nothing for a browser that has only placed the order, or while nothing was paid. One query, or a few for cases."""
    if not page.proven or page.order.status in reportable.NEVER:
        return Amiss()
    return Amiss(shelf.told_by_buyer(page.order.number), True)
