"""The mail with the link: the caller looks at the order behind it, accepts the terms and pays."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.channels import queue

from .. import basket, jobs
from ..errors import NotEnoughLeft, OrderTrouble
from ..models import Draft
from ..models.draft import Drafting
from ..pay_link import LinkSent, SentAlready
from . import DELIVERY, PURPOSE, costing
from .costing import Way
from .held import held, living
from .known import plain

TEMPLATE = "phone_order"
AGAIN_AFTER = timedelta(minutes=2)


class NotComplete(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Something is missing: goods, who is calling, or how it is to be sent."))


def send(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Raises NotComplete, NotEnoughLeft, SentAlready, NotPossible, gate.Refused, Draft.DoesNotExist.

    The total of this moment is kept as the one the caller was told.
    """
    jobs.may(actor, PURPOSE)
    way = _way(living(ref), actor)
    now = timezone.now()
    with transaction.atomic():
        draft = held(ref)
        if draft.sent_at is not None and draft.sent_at > now - AGAIN_AFTER:
            raise SentAlready
        Draft.objects.filter(pk=draft.pk).update(
            state=Drafting.SENT,
            sent_at=now,
            told_total=way.costs.reckoning.total,
            currency=way.costs.contents.currency,
        )
        channels.send(TEMPLATE, draft.whose, draft=draft.pk)


def sent(drafts: Collection[int]) -> dict[int, LinkSent]:
    """The newest mail about each draft (by id), as long as the queue remembers it. One query."""
    newest = queue.newest_about(TEMPLATE, "draft", drafts)
    return {pk: LinkSent(message.queued_at, str(message.get_state_display())) for pk, message in newest.items()}


@sensitive_variables("opened", "delivery")
def _way(draft: Draft, actor: gate.Actor) -> Way:
    """The chosen way, if the draft is complete and its goods are there."""
    contents = basket.look(draft.basket)
    if not contents or gate.person_of_party(draft.whose) is None:
        raise NotComplete
    if contents.shortages:
        raise NotEnoughLeft(line.full_title for line in contents.shortages)
    opened = gate.use(draft.whose, (DELIVERY,), purpose=PURPOSE, actor=actor)
    delivery = plain(opened, DELIVERY)
    found = next((way for way in costing.ways(contents, delivery) if way.method.code == draft.method), None)
    if found is None:
        raise NotComplete
    return found
