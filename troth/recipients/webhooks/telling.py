"""`tell`: write down what programs are to hear, in the transaction in which it happened. `standing`: the same for states."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from troth.tasks import only_ids

from . import sending
from .events import Event
from .models import Delivery, Endpoint, Standing

KNOWN = 5  # seconds in which a process does not ask again who listens
_LISTENING = "webhooks:listening"


def tell(event: Event, **ids: object) -> int:
    """To everybody who wants to hear of it; to how many. An address set a moment ago may miss it. Raises NotAnId for anything that is none.

    What is to be sent is queued as a task in the same transaction: it leaves once that has ended well, or not at all.
    """
    told, wanting = only_ids(ids), _wanting(event)
    reached = list(Endpoint.objects.filter(pk__in=wanting, on=True)) if wanting else []
    for endpoint in reached:
        sending.queue(Delivery.objects.create(endpoint=endpoint, event=event, ids=told))
    return len(reached)


def standing(event: Event, name: str, now: Iterable[UUID]) -> int:
    """All of which something is so now, such as being almost sold out: what is newly so is told; of how many somebody heard.

    `name`: what the ids are called in the word. It is remembered whoever listens, so that whoever begins to hears of what
    comes from then on, and not of all that has long been so.
    """
    current = set(now)
    with transaction.atomic():
        known = Standing.objects.filter(event=event)
        before = set(known.values_list("about", flat=True))
        known.filter(about__in=before - current).delete()
        new = sorted(current - before)
        Standing.objects.bulk_create([Standing(event=event, about=each) for each in new])
        return sum(bool(tell(event, **{name: each})) for each in new)


def forget() -> None:
    """Somebody set another address: this process knows it at once, the others within seconds."""
    cache.delete(_LISTENING)


def _wanting(event: Event) -> list[int]:
    """The addresses (ids) that want to hear of it. Mostly nobody listens, and every paid order asks."""
    known = cache.get(_LISTENING)
    if known is None:
        known = list(Endpoint.objects.filter(on=True).values_list("pk", "events"))
        cache.set(_LISTENING, known, KNOWN)
    return [pk for pk, events in known if event in events]
