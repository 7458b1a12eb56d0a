"""`take_on`: an order goes on account, in the transaction that writes it. What one buyer owes never passes the limit.

Whoever else places an order on account waits for the row of the terms meanwhile: of two orders of one buyer at the same
moment the second one sees the first.
"""

from __future__ import annotations

from django.db.models import Sum

from troth import gate

from .. import moving
from ..models import AccountTerms, OnAccount, Order
from ..models.account import LEFT, Standing
from ..models.order import By, What
from ..states import Status
from . import known
from .errors import AboveLimit, NotOnAccount
from .terms import Offer


def take_on(order: Order, offer: Offer, person: gate.PersonId) -> None:
    """Raises NotOnAccount, AboveLimit: then there is no such order."""
    terms = AccountTerms.objects.select_for_update().filter(pk=AccountTerms.ONLY, active=True).first()
    if terms is None or terms.currency != order.currency:
        raise NotOnAccount
    if owed_by(person, order.currency) + order.total > terms.limit:
        raise AboveLimit
    OnAccount.objects.create(
        order=order,
        amount=order.total,
        currency=order.currency,
        due_on=offer.due_on,
        remind_on=offer.due_on + known.GRACE,
    )
    moving.note(order, By.CUSTOMER, What.ON_ACCOUNT)


def first_state(offer: Offer) -> Status:
    return Status.ON_ACCOUNT if offer.sent_first else Status.AWAITS_TRANSFER


def owed_by(person: gate.PersonId, currency: str) -> int:
    """What is open on all of their invoices. Asked within the shop's transaction: it only reads the vault."""
    theirs = OnAccount.objects.filter(order__party__in=gate.parties_of(person), currency=currency, state=Standing.OPEN)
    return theirs.aggregate(sum=Sum(LEFT))["sum"] or 0
