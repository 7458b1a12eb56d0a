"""A shop that sells on account, and customers who do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import ADA, BEN, Customer
from tests.orders.buying import bought, tube
from troth import gate, people
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders.account import money
from troth.orders.invoices import due
from troth.orders.models import AccountTerms, Invoice, OnAccount, Order, OrderEvent, Payment
from troth.orders.models.account import SentFirst, Whom
from troth.orders.models.payment import TRANSFER
from troth.people.models import User

IBAN = "DE02120300000000202051"


def sells_on_account(**changes: Any) -> AccountTerms:
    told = {
        "active": True,
        "whom": Whom.EVERYBODY,
        "sent_first": SentFirst.APPROVED,
        "days": 30,
        "currency": "USD",
        "limit": 100_000,
        "holder": "Cellorama LLC",
        "iban": IBAN,
        "bic": "BYLADEM1001",
    }
    terms = AccountTerms(pk=AccountTerms.ONLY, **(told | changes))
    terms.save()
    return terms


def account_of(customer: Customer = ADA) -> User:
    told = people.Registration(
        email=customer.email,
        name=customer.name,
        password="seven quiet beakers",
        residence=customer.country,
        telephone=customer.telephone,
        addresses=(customer.address,),
    )
    return people.register(told, proven=True)


def person_of(user: User) -> gate.PersonId:
    person = people.person_of(user)
    assert person is not None
    return person


def buys(person: gate.PersonId, *goods: tuple[Variant, int], customer: Customer = ADA, **changes: Any) -> Order:
    return bought(customer, *(goods or ((tube(), 2),)), person=person, on_account=True, **changes)


def owed(order: Order) -> OnAccount:
    return OnAccount.objects.get(order=order)


def came(order: Order, amount: int, bilal: gate.Actor, key: str = "first", on: date | None = None) -> money.Booked:
    return money.record(order.number, amount, on or timezone.localdate(), bilal, key=key)


def transfers(order: Order) -> list[tuple[int, str]]:
    return [*Payment.objects.filter(order=order, provider=TRANSFER).order_by("pk").values_list("amount", "state")]


def happened(order: Order) -> list[str]:
    return [*OrderEvent.objects.filter(order=order).values_list("what", flat=True)]


def papers(order: Order) -> list[tuple[str, int]]:
    due.make()
    return [*Invoice.objects.filter(order=order).order_by("pk").values_list("kind", "amount")]


def mails(template: str) -> list[Message]:
    return [*Message.objects.filter(template=template).order_by("queued_at")]


def late_by(order: Order, days: int) -> None:
    day = timezone.localdate() - timedelta(days=days)
    OnAccount.objects.filter(order=order).update(due_on=day, remind_on=day + timedelta(days=5))


__all__ = ["ADA", "BEN", "IBAN", "tube"]
