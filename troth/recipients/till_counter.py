"""The practice till's own side of the counter: takes requests, shows a page, sends signed webhooks.

It keeps no word about the payer: what it is told goes no further than `receive`.
"""

from __future__ import annotations

import http.client
import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from troth import prepared, tasks

from . import signature
from .models import TillContest, TillDispute, TillEvent, TillRefund, TillSession, TillState
from .payment import Word
from .till_books import dispute_told, payment_told, refund_told

logger = logging.getLogger("troth.recipients")

HEADER = "Practice-Signature"
_SESSIONS, _EVENTS = prepared.Inserts(TillSession), prepared.Inserts(TillEvent)
_SESSION = prepared.Objects(lambda ref: TillSession.objects.filter(ref=ref), ref=str)
_MOVED = prepared.Changed[TillSession](
    lambda ref, state: (TillSession.objects.filter(ref=ref, state=TillState.OPEN), {"state": state}), ref=str, state=str
)
_TAKEN = prepared.Changes(
    lambda event, at: (TillEvent.objects.filter(pk=event), {"taken_at": at}), event=int, at=datetime
)
PATIENCE = 4  # seconds the till waits for the shop before it leaves the webhook to the queue


def secret() -> bytes:
    """What till and shop share. Of this installation; a live one has no till."""
    return salted_hmac("troth.recipients.till", "webhooks", algorithm="sha256").digest()


class NoSuchPage(Exception):
    """Nobody has asked for this page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the till's page shows."""

    ref: str
    order: str
    amount: int
    currency: str
    state: TillState
    back: str

    @property
    def is_open(self) -> bool:
        return self.state == TillState.OPEN


def receive(request: bytes) -> bytes:
    """A request as it came over the wire; the answer as it would go back. The same reference opens nothing twice."""
    asked = json.loads(request)
    if not 0 < asked["amount"] < 10**12:
        return json.dumps({"refused": "the amount is not one that can be paid"}).encode()
    session = TillSession(
        ref=secrets.token_urlsafe(24),
        asked_ref=asked["reference"],
        order=asked["order"],
        amount=asked["amount"],
        currency=asked["currency"],
        back=asked["back"],
        away=asked["away"],
    )
    try:
        with transaction.atomic():
            _SESSIONS.write(session)
    except IntegrityError:
        session = TillSession.objects.get(asked_ref=asked["reference"])
    address = reverse("practice-till", args=[session.ref])
    return json.dumps({"session": session.ref, "address": address}).encode()


def shown(ref: str) -> Shown | None:
    session = _SESSION.first(ref=ref)
    if session is None:
        return None
    return Shown(session.ref, session.order, session.amount, session.currency, TillState(session.state), session.back)


def pay(ref: str) -> str:
    """The payer pays. Where their browser goes next; paying twice takes nothing twice. Raises NoSuchPage, as all acts do."""
    return _happened(ref, TillState.PAID, Word.SUCCEEDED)


def decline(ref: str) -> str:
    """The card is declined. The session stays open, as providers' do: another card may be tried."""
    session = _session(ref)
    if session.state == TillState.OPEN:
        _tell(_word(session, Word.FAILED))
    return session.back


def leave(ref: str) -> str:
    """The payer goes away without paying."""
    _happened(ref, TillState.LEFT, Word.LEFT)
    return TillSession.objects.values_list("away", flat=True).get(ref=ref)


def close(ref: str) -> None:
    """The shop lets nobody pay this any more."""
    TillSession.objects.filter(ref=ref, state=TillState.OPEN).update(state=TillState.CLOSED)


def refund(ref: str, asked_ref: str, amount: int) -> bytes:
    """Give `amount` back, once for each of the shop's references; the webhook follows from the queue, as a provider's does."""
    if amount <= 0:
        return json.dumps({"refused": "nothing is no refund"}).encode()
    try:
        with transaction.atomic():
            given = _give(ref, asked_ref, amount)
    except IntegrityError:
        given = TillRefund.objects.select_related("session").get(asked_ref=asked_ref)
    if given is None:
        return json.dumps({"refused": "more than was paid"}).encode()
    return json.dumps({"refund": refund_told(given)}).encode()


def _give(ref: str, asked_ref: str, amount: int) -> TillRefund | None:
    session = TillSession.objects.get(ref=ref)
    given = TillRefund.objects.create(
        ref=secrets.token_urlsafe(24), asked_ref=asked_ref, session=session, amount=amount
    )
    paid = TillSession.objects.filter(ref=ref, state=TillState.PAID, refunded__lte=F("amount") - amount)
    if not paid.update(refunded=F("refunded") + amount):
        given.delete()
        return None
    TillSession.objects.filter(ref=ref, refunded=F("amount")).update(state=TillState.REFUNDED)
    deliver.enqueue(_word(session, Word.REFUNDED, refund=given).pk)
    return given


def dispute(ref: str, reason: str = "product_not_received", days: int = 14) -> TillDispute:
    """Play the payer's bank: it wants all of a payment back, and an answer within so many days."""
    session = TillSession.objects.get(ref=ref, state=TillState.PAID)
    with transaction.atomic():
        opened = TillDispute.objects.create(
            ref=secrets.token_urlsafe(24),
            session=session,
            amount=session.amount - session.refunded,
            reason=reason,
            answer_by=timezone.now() + timedelta(days=days),
        )
        event = _word(session, Word.DISPUTED, dispute=opened, standing=TillContest.OPEN)
    _tell(event)
    return opened


def judge(ref: str, state: TillContest) -> None:
    """The bank has moved on: answered, won or lost by the shop. What has ended stays ended."""
    with transaction.atomic():
        going_on = TillDispute.objects.filter(ref=ref, state__in=(TillContest.OPEN, TillContest.ANSWERED))
        if not going_on.update(state=state):
            return
        told = TillDispute.objects.select_related("session").get(ref=ref)
        event = _word(told.session, Word.DISPUTED, dispute=told, standing=state)
    _tell(event)


def _happened(ref: str, state: TillState, word: Word) -> str:
    event = None
    with transaction.atomic():
        moved = _MOVED.first(ref=ref, state=state)  # first, so that a second press waits for this one here
        if moved is not None:
            event = _word(moved, word)
        session = moved or _session(ref)
    if event is not None:
        _tell(event)
    return session.back


def _session(ref: str) -> TillSession:
    found = _SESSION.first(ref=ref)
    if found is None:
        raise NoSuchPage
    return found


def _word(session: TillSession, word: Word, **about: Any) -> TillEvent:
    return _EVENTS.write(TillEvent(ref=secrets.token_urlsafe(24), session=session, word=word, **about))


def _tell(event: TillEvent) -> None:
    """Now, if the shop answers; otherwise the queue goes on trying."""
    if not _delivered(event):
        deliver.enqueue(event.pk)


@tasks.task(tries=12, lease=60)
def deliver(event: int) -> None:
    """Send one webhook; raises (and is tried again) until the shop takes it."""
    if not _delivered(TillEvent.objects.select_related("session").get(pk=event)):
        raise NotTaken


class NotTaken(Exception):
    """The shop did not answer, or not with a yes."""


def deliver_due() -> int:
    """Send what was never taken, for instance because this process died after the payment; how many were taken."""
    overdue = timezone.now() - timedelta(minutes=2)
    owed = TillEvent.objects.filter(taken_at=None, happened_at__lt=overdue).select_related("session")
    return sum(_delivered(event) for event in owed[:50])


def _delivered(event: TillEvent) -> bool:
    if event.taken_at is not None:
        return True
    body, headers = message(event)
    try:
        status = _post(body, headers)
    except (OSError, http.client.HTTPException) as error:
        logger.info("practice till: the shop did not take event %s (%s)", event.pk, type(error).__name__)
        return False
    if status != 200:
        logger.info("practice till: the shop answered event %s with %s", event.pk, status)
        return False
    _TAKEN.run(event=event.pk, at=timezone.now())
    return True


def message(event: TillEvent) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook, signed now."""
    told = {
        "id": event.ref,
        "at": int(event.happened_at.timestamp()),
        "word": event.word,
        **payment_told(event.session),
    }
    if event.refund is not None:
        told["refund"] = refund_told(event.refund)
    if event.dispute is not None:
        told["dispute"] = {**dispute_told(event.dispute), "state": event.standing}
    body = json.dumps(told).encode()
    return body, {HEADER: signature.sign(body, secret()), "Content-Type": "application/json"}


def _post(body: bytes, headers: dict[str, str]) -> int:
    """A real request to the shop's own door, on the loopback interface only."""
    base = urlsplit(settings.TROTH.base_url)
    told = {**headers, "Host": base.netloc}
    if base.scheme == "https":
        told["X-Forwarded-Proto"] = "https"
    shop = http.client.HTTPConnection("127.0.0.1", settings.TROTH.port, timeout=PATIENCE)
    try:
        shop.request("POST", reverse("payment-webhook", args=["practice"]), body, told)
        return shop.getresponse().status
    finally:
        shop.close()
