"""Lists of money owed. Opens nobody's data."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from troth import gate

from ..models import Debt, Order
from ..models.order import What
from ..models.owed import Owing, Pause
from . import known
from .shown import DebtShown, shown

AT_ONCE = 200


class Shelf(TextChoices):
    """Where it lies. Every debt lies on one shelf."""

    OPEN = "open", _("To be paid")
    OBJECTED = "objected", _("To decide")
    PAID = "paid", _("Paid")
    LET_GO = "let_go", _("Let go")


_TO_DECIDE = Q(pause__in=(Pause.OBJECTED, Pause.NOBODY))
_LIES = {
    Shelf.OPEN: Q(state=Owing.OPEN) & ~_TO_DECIDE,
    Shelf.OBJECTED: Q(state=Owing.OPEN) & _TO_DECIDE,
    Shelf.PAID: Q(state=Owing.PAID),
    Shelf.LET_GO: Q(state=Owing.LET_GO),
}


def listed(shelf: Shelf, actor: gate.Actor) -> tuple[DebtShown, ...]:
    """The nearest day first; of what has ended, the newest. Raises gate.Refused for whose job it is not."""
    known.may(actor)
    ended = shelf in (Shelf.PAID, Shelf.LET_GO)
    return _all(Debt.objects.filter(_LIES[shelf]).order_by("-ended_at" if ended else "due_on", "pk")[:AT_ONCE])


def counts() -> dict[Shelf, int]:
    """One query."""
    told = {shelf.value: Count("pk", filter=lies) for shelf, lies in _LIES.items()}
    found = Debt.objects.aggregate(**told)
    return {shelf: found[shelf.value] for shelf in Shelf}


def waiting() -> int:
    """How many somebody must decide about. One query."""
    return Debt.objects.filter(_LIES[Shelf.OBJECTED]).count()


def of_order(order: Order) -> tuple[DebtShown, ...]:
    """No query where nothing was ever asked for and the events are there."""
    if not any(event.what == What.DEBT_ASKED for event in order.events.all()):
        return ()
    return _all(Debt.objects.filter(dispute__payment__order=order).order_by("pk"))


def _all(found: QuerySet[Debt]) -> tuple[DebtShown, ...]:
    return tuple(shown(debt) for debt in found.select_related("dispute__payment__order"))
