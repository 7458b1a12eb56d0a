"""What `troth serve` does in the next hours, and what must be right then, whoever died before."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.db.models import Sum
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.orders.buying import tube
from troth import gate, ledger
from troth.catalog.models import Variant
from troth.channels import queue
from troth.orders import expire, sweep
from troth.orders.invoices import due
from troth.orders.models import Draft, Invoice, InvoiceYear, Order, OrderLine, Payment, Placing, Refund
from troth.orders.models.payment import SETTLED
from troth.orders.models.refund import CLAIMS
from troth.orders.phone import forgetting
from troth.orders.states import Status
from troth.tasks import worker
from troth.vault.models import Person, Record

LET_GO = (Status.ABANDONED, Status.CANCELLED, Status.REFUNDED)  # of orders that were not sent


def hours_go_by() -> None:
    """Nobody does anything; the rounds go on."""
    later = timezone.now() + timedelta(hours=2)
    sweep.sweep(later)
    forgetting.forget(later)
    worker.recover(later)
    DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=later).update(run_after=timezone.now())
    worker.run_due(limit=500)
    queue.recover(later)
    expire.expire()
    due.make()


def all_is_right() -> None:
    """Of everything in both stores, whatever happened in them so far."""
    the_vault_holds_nobody_without_a_reason()
    numbers_of_invoices_have_no_gap()
    nothing_is_given_back_twice()
    the_ledger_is_sound()


def the_vault_holds_nobody_without_a_reason() -> None:
    assert not Placing.objects.exists()
    known = {*Order.objects.values_list("party", flat=True)}
    known |= {*Draft.objects.filter(emptied_at=None).values_list("party", flat=True)}
    held = {party for party in Record.objects.values_list("party", flat=True) if party is not None}
    assert not held - known, "records of an order that never was"
    for person in Person.objects.values_list("pk", flat=True):
        whose = gate.PersonId(int=person.int)
        assert gate.account_of_person(whose) is not None or gate.parties_of(whose), "a guest without an order"


def numbers_of_invoices_have_no_gap() -> None:
    for year, last in InvoiceYear.objects.values_list("year", "last"):
        places = Invoice.objects.filter(year=year).order_by("place").values_list("place", flat=True)
        assert [*places] == [*range(1, last + 1)]
    paid = Order.objects.filter(payments__state__in=SETTLED).exclude(status__in=LET_GO).distinct()
    assert not paid.filter(invoices=None).exists(), "paid, and no paper"


def nothing_is_given_back_twice() -> None:
    for payment in Payment.objects.all():
        back = Refund.objects.filter(payment=payment, state__in=CLAIMS).aggregate(sum=Sum("amount"))["sum"] or 0
        assert back <= payment.given_back <= payment.amount


def the_ledger_is_sound() -> None:
    ledger.sequence_all()
    assert ledger.verify().sound


def sold(variant: Variant) -> int:
    """How many are gone from the shelf by orders that hold them."""
    lines = OrderLine.objects.filter(variant=variant).exclude(order__status__in=LET_GO)
    return int(lines.aggregate(sum=Sum("quantity"))["sum"] or 0)


def on_the_shelf(variant: Variant) -> int:
    return Variant.objects.values_list("stock", flat=True).get(pk=variant.pk)


_numbers = count(1)


def glasses(stock: int, price: int = 1000) -> Variant:
    """Something on the shelf that no story before has touched."""
    return tube(stock=stock, price=price, title=f"Tube {next(_numbers)}")
