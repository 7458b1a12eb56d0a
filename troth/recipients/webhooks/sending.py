"""`deliver`: one try to send one word. The task queue tries again, ever later, for about a day.

An address that fails is left alone for a while, so that one that is down does not keep the queue waiting; one that
has failed very often, or says that it is gone, is switched off, and the office is told. Words may overtake each other.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from troth import tasks

from . import line, signing
from .models import Delivery, Endpoint, Sent

logger = logging.getLogger("troth.recipients")

TRIES = 40  # with the queue's pauses: six hours until they are an hour long, then a day
OFF_AFTER = 25  # failures in a row; with the rests between them about ten hours
REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=30)
GONE = 410
KEPT = timedelta(days=30)


class NotTaken(Exception):
    """The program did not take it, or was not asked because it rests. The queue tries again."""


def queue(delivery: Delivery) -> None:
    deliver.enqueue(delivery.pk)


@tasks.task(tries=TRIES, lease=60)
def deliver(pk: int) -> None:
    """Raises NotTaken until it is taken, or nobody wants it any more."""
    delivery = Delivery.objects.select_related("endpoint").filter(pk=pk).first()
    if delivery is None or delivery.state == Sent.TAKEN:
        return
    endpoint = delivery.endpoint
    if not endpoint.on:
        _ended(delivery, "off")
        return
    if endpoint.resting_until is not None and endpoint.resting_until > timezone.now():
        raise NotTaken
    if not attempt(delivery):
        raise NotTaken


def attempt(delivery: Delivery) -> bool:
    """Try now, whatever was before; whether it was taken."""
    status, why = _sent(delivery)
    taken = 200 <= status < 300
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Sent.TAKEN if taken else Sent.FAILED if why == "gone" else Sent.WAITING,
        tries=F("tries") + 1,
        status=status,
        why=why,
        tried_at=timezone.now(),
    )
    if taken:
        _works(delivery.endpoint)
    else:
        _fails(delivery.endpoint, gone=status == GONE)
    return taken


def body_of(delivery: Delivery) -> bytes:
    """The whole word: what, when, and numbers to ask about by the API. Nothing about anybody."""
    told = {
        "id": str(delivery.ref),
        "type": delivery.event,
        "at": delivery.happened_at.isoformat(),
        "data": delivery.ids,
    }
    return json.dumps(told, separators=(",", ":")).encode()


def give_up() -> int:
    """Words that the queue has stopped trying: they wait no more; how many."""
    late = timezone.now() - timedelta(days=2)
    return Delivery.objects.filter(state=Sent.WAITING, happened_at__lt=late, tried_at__lt=late).update(
        state=Sent.FAILED
    )


def sweep() -> int:
    """Forget old words; how many."""
    give_up()
    return Delivery.objects.filter(happened_at__lt=timezone.now() - KEPT).delete()[0]


def _sent(delivery: Delivery) -> tuple[int, str]:
    """(status, a word for what was wrong). The address is looked up and checked anew at every try."""
    body, now = body_of(delivery), timezone.now()
    told = signing.headers(delivery.endpoint, str(delivery.ref), body, now)
    try:
        where = line.checked(delivery.endpoint.url)
        status = line.post(where, body, {**told, "Content-Type": "application/json", "User-Agent": "Troth"})
    except (line.NotCalled, line.NoAnswer) as trouble:
        logger.info("webhook %s: %s", delivery.ref, trouble.why)
        return 0, trouble.why
    return status, _wrong(status)


def _wrong(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == GONE:
        return "gone"
    return "redirect" if 300 <= status < 400 else "refused"


def _ended(delivery: Delivery, why: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=Sent.WAITING).update(state=Sent.FAILED, why=why)


def _works(endpoint: Endpoint) -> None:
    if endpoint.failures or endpoint.resting_until:
        Endpoint.objects.filter(pk=endpoint.pk).update(failures=0, resting_until=None)


def _fails(endpoint: Endpoint, *, gone: bool) -> None:
    mine = Endpoint.objects.filter(pk=endpoint.pk)
    mine.update(failures=F("failures") + 1)
    endpoint.refresh_from_db(fields=["failures"])
    now = timezone.now()
    mine.update(resting_until=now + min(REST * 2 ** min(endpoint.failures - 1, 10), LONGEST_REST))
    if gone or endpoint.failures >= OFF_AFTER:
        mine.filter(on=True).update(on=False, gave_up_at=now)
