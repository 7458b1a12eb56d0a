"""What became of words: for the office's screen.

of(ref)                 -> Shown | None     an address and its newest words
again(ref)              -> bool             send one once more, whatever became of it
ping(ref)               -> bool             a word that says nothing, to try an address out
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import sending
from .events import PING, Event
from .models import Delivery, Endpoint, Sent

NEWEST = 100
WHY: dict[str, str | Promise] = {
    "malformed": _("The address is malformed."),
    "not-https": _("The address does not begin with https."),
    "unknown-host": _("There is no machine of this name."),
    "inside": _("The name leads into a private network, where nothing is sent."),
    "slow": _("It took too long to answer."),
    "tls": _("Its certificate is not valid for this name."),
    "no-answer": _("Nobody answered."),
    "redirect": _("It pointed elsewhere; that is not followed."),
    "refused": _("It did not say yes."),
    "gone": _("It said that it is gone, so it is switched off."),
    "off": _("The address was switched off."),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One line of the log. `about`: numbers, for people to read."""

    delivery: Delivery

    @property
    def event_words(self) -> str:
        known = dict(Event.choices)
        return str(known.get(self.delivery.event, _("Trying it out")))

    @property
    def about(self) -> str:
        return ", ".join(str(value) for value in self.delivery.ids.values())

    @property
    def tone(self) -> str:
        if self.delivery.state == Sent.TAKEN:
            return "good"
        return "bad" if self.delivery.state == Sent.FAILED else "warning" if self.delivery.tries else "info"

    @property
    def why_words(self) -> str:
        return str(WHY.get(self.delivery.why, ""))


@dataclass(frozen=True, slots=True)
class Shown:
    endpoint: Endpoint
    words: tuple[Word, ...]


def of(ref: UUID) -> Shown | None:
    """Two queries."""
    endpoint = Endpoint.objects.filter(public_id=ref).first()
    if endpoint is None:
        return None
    return Shown(endpoint, tuple(Word(each) for each in endpoint.deliveries.all()[:NEWEST]))


def again(ref: UUID) -> bool:
    """The same word under the same id: a program that knows it already can tell. False for one that is not there."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(ref=ref, endpoint__on=True).first()
        if delivery is None:
            return False
        Delivery.objects.filter(pk=delivery.pk).update(state=Sent.WAITING, why="", tried_at=timezone.now())
        Endpoint.objects.filter(pk=delivery.endpoint_id).update(resting_until=None)
        sending.queue(delivery)
    return True


def ping(ref: UUID) -> bool:
    with transaction.atomic():
        endpoint = Endpoint.objects.filter(public_id=ref, on=True).first()
        if endpoint is None:
            return False
        Endpoint.objects.filter(pk=endpoint.pk).update(resting_until=None)
        sending.queue(Delivery.objects.create(endpoint=endpoint, event=PING))
    return True
