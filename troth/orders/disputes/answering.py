"""Working on a dispute: looking at whose it is, and writing to them. What goes to the bank goes by the provider's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth import channels, gate
from troth.channels import queue

from .. import jobs, moving, parts
from .. import shown as orders
from ..errors import NotPossible, OrderTrouble
from ..models import Dispute, Order
from ..models.dispute import GOING_ON
from ..models.order import By, What
from ..parts import BILLING, CONTACT, Part
from ..shown import OrderShown
from .shelf import DisputeShown, shown

PURPOSE, TEMPLATE = "handle_dispute", "dispute_question"
AGAIN_AFTER = timedelta(days=3)


class WrittenAlready(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("We wrote to the customer a short while ago. Please give them time to answer."))


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute with the order it is about, and the customer as far as the job opens them. `written_at`: our last mail."""

    dispute: DisputeShown
    order: OrderShown
    contact: Part
    billing: Part
    written_at: datetime | None
    can_write: bool


def opened(dispute: int, actor: gate.Actor) -> Opened | None:
    """Each look is entered. None for one that is not there."""
    row = Dispute.objects.select_related("payment__order").filter(pk=dispute).first()
    if row is None:
        return None
    told = orders.of(row.payment.order)
    contact, billing = _people(row.payment.order, actor)
    return Opened(shown(row), told, contact, billing, _written(row.pk), _can_write(row, actor))


def write(dispute: int, actor: gate.Actor) -> None:
    """Ask the customer by mail. Raises NotPossible, WrittenAlready, gate.Refused, Dispute.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        row = Dispute.objects.select_related("payment__order").select_for_update().get(pk=dispute)
        order = row.payment.order
        if row.state not in GOING_ON or order.emptied_at is not None:
            raise NotPossible
        before = _written(row.pk)
        if before is not None and before > timezone.now() - AGAIN_AFTER:
            raise WrittenAlready
        moving.note(order, By.STAFF, What.DISPUTE_WRITTEN)
        channels.send(TEMPLATE, order.whose, order=order.pk, dispute=row.pk)


def _people(order: Order, actor: gate.Actor) -> tuple[Part, Part]:
    if not jobs.includes(actor, PURPOSE):
        seal = Part((jobs.seal(actor, PURPOSE),))
        return seal, seal
    try:
        found = gate.use(order.whose, [CONTACT, BILLING], purpose=PURPOSE, actor=actor)
    except gate.Refused as refused:
        return parts.withheld(refused), parts.withheld(refused)
    return parts.contact(found), parts.address(found, BILLING)


def _written(dispute: int) -> datetime | None:
    message = queue.newest_about(TEMPLATE, "dispute", [dispute]).get(dispute)
    return message.queued_at if message else None


def _can_write(row: Dispute, actor: gate.Actor) -> bool:
    return row.state in GOING_ON and row.payment.order.emptied_at is None and jobs.includes(actor, PURPOSE)
