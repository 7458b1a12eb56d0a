"""Lists of what is owed on account. Opens nobody's data."""

from __future__ import annotations

from django.db.models import Count, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import gate

from ..models import OnAccount, Order
from ..models.account import Standing
from ..models.order import What
from . import known, terms
from .shown import AccountShown, shown

AT_ONCE = 200


class Shelf(TextChoices):
    """Where it lies; each on one."""

    LATE = "late", _("Overdue")
    OPEN = "open", _("Not due yet")
    PAID = "paid", _("Paid or credited")
    ENDED = "ended", _("Called off or let go")


def _lies() -> dict[Shelf, Q]:
    late = Q(due_on__lt=timezone.localdate())
    return {
        Shelf.LATE: Q(state=Standing.OPEN) & late,
        Shelf.OPEN: Q(state=Standing.OPEN) & ~late,
        Shelf.PAID: Q(state__in=(Standing.PAID, Standing.CREDITED)),
        Shelf.ENDED: Q(state__in=(Standing.CALLED_OFF, Standing.LET_GO)),
    }


def listed(shelf: Shelf, actor: gate.Actor) -> tuple[AccountShown, ...]:
    """The nearest day first; of what has ended, the newest. Raises gate.Refused for whose job it is not."""
    known.may(actor)
    ended = shelf in (Shelf.PAID, Shelf.ENDED)
    found = OnAccount.objects.filter(_lies()[shelf]).select_related("order")
    return tuple(shown(owed) for owed in found.order_by("-ended_at" if ended else "due_on", "pk")[:AT_ONCE])


def counts() -> dict[Shelf, int]:
    """One query."""
    found = OnAccount.objects.aggregate(**{shelf.value: Count("pk", filter=lies) for shelf, lies in _lies().items()})
    return {shelf: found[shelf.value] for shelf in Shelf}


def late() -> int:
    """How many are overdue. One query."""
    return OnAccount.objects.filter(_lies()[Shelf.LATE]).count()


def of_order(order: Order) -> AccountShown | None:
    """No query where it was not ordered on account and the events are there."""
    if not any(event.what == What.ON_ACCOUNT for event in order.events.all()):
        return None
    owed = OnAccount.objects.select_related("order").filter(order=order).first()
    if owed is None:
        return None
    return shown(owed, terms.particulars() if owed.state == Standing.OPEN else ())
