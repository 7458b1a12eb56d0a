"""Making papers. Each has a cause, and one cause makes one paper, however often and by however many it is asked for.

invoice(order)                    for an order that was paid
more(difference)                  for what a dearer replacement cost on top
credit(refund)                    for money that went back, or what is owed less
charged_back(dispute)             for money that the payer's bank took back
after_all(debt)                   for the same money, paid after all
called_off(account)               for what nobody paid of an order on account that was cancelled
reissue(order, number, actor)     the old one taken back as a whole, a new one in its place
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.channels.speaking import speaking

from .. import jobs, moving
from ..errors import NotPossible
from ..models import Debt, Difference, Dispute, Invoice, OnAccount, Order, Payment, Refund, ReturnLine
from ..models.account import Standing
from ..models.dispute import Contesting
from ..models.invoice import InvoiceKind
from ..models.order import By, What
from ..models.owed import Owing
from ..models.payment import EARLIER_SHOP, SETTLED, TRANSFER
from ..models.refund import Giving
from ..models.returning import Owed
from ..states import Status
from . import content, numbering
from .content import Content
from .goods_back import Good, goods_of
from .taking_back import given_back, what_is_left

BILLING = ("billing", "comply_with_law")


def invoice(order: int) -> Invoice:
    """The invoice in force. Raises NotPossible for an order that nobody paid."""
    return in_force(order) or _once(f"order:{order}", lambda: _invoice(order, f"order:{order}"))


def in_force(order: int) -> Invoice | None:
    return Invoice.objects.filter(order=order, kind=InvoiceKind.INVOICE, replaced_at=None).first()


def more(difference: int) -> Invoice:
    """Raises NotPossible for one that nobody paid."""
    return _once(f"difference:{difference}", lambda: _more(difference))


def credit(refund: int) -> Invoice | None:
    """A credit note over what went back. None where there is no invoice that it could be taken from."""
    given = Refund.objects.select_related("payment__order", "account__order").get(pk=refund)
    if given.state != Giving.DONE:
        raise NotPossible
    cause = f"refund:{refund}"
    return _once(cause, lambda: _credit(given, cause))


def charged_back(dispute: int) -> Invoice | None:
    """Likewise, over what the payer's bank took back. Raises NotPossible for a dispute that was not lost."""
    lost = Dispute.objects.select_related("payment").get(pk=dispute)
    if lost.state != Contesting.LOST or lost.currency != lost.payment.currency:
        raise NotPossible
    cause = f"dispute:{dispute}"
    return _once(cause, lambda: _charged_back(lost, cause))


def after_all(debt: int) -> Invoice | None:
    """Over what the bank had taken back and was paid then. None where its credit note took nothing. Raises NotPossible."""
    paid = Debt.objects.select_related("dispute__payment").get(pk=debt)
    if paid.state != Owing.PAID:
        raise NotPossible
    note = Invoice.objects.filter(dispute=paid.dispute).select_related("credits").first()
    return _once(f"debt:{debt}", lambda: _after_all(paid, note)) if note else None


def called_off(account: int) -> Invoice | None:
    """A credit note over what was never paid. None where nothing is left, or there is no invoice. Raises NotPossible."""
    ended = OnAccount.objects.get(pk=account)
    if ended.state != Standing.CALLED_OFF:
        raise NotPossible
    return _once(f"account:{account}", lambda: _called_off(ended))


def reissue(order: str, number: str, actor: gate.Actor) -> Invoice:
    """For an invoice that was made out wrongly. Raises NotPossible, gate.Refused, Invoice.DoesNotExist."""
    jobs.may(actor, jobs.purpose_for(actor, *BILLING) or BILLING[0])
    old = Invoice.objects.get(order__number=order, number=number, kind=InvoiceKind.INVOICE)
    return _once(f"instead:{old.pk}", lambda: _instead(old.pk))


def left(paper: Invoice) -> int:
    """What of an invoice was not taken back yet."""
    taken = paper.credit_notes.aggregate(sum=Sum("amount"))["sum"] or 0
    return paper.amount - taken


def _once[Made: (Invoice, Invoice | None)](cause: str, make: Callable[[], Made]) -> Made:
    """The paper of this cause. Who comes second takes no number."""
    if made := Invoice.objects.filter(cause=cause).first():
        return made
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if made := Invoice.objects.filter(cause=cause).first():
            return made
        raise


def _invoice(order: int, cause: str) -> Invoice:
    paid = Order.objects.select_for_update().get(pk=order)
    owed = OnAccount.objects.filter(order=paid).exclude(state=Standing.CALLED_OFF).exists()
    if paid.total and not owed and not paid.payments.filter(state__in=SETTLED).exclude(provider=EARLIER_SHOP).exists():
        raise NotPossible
    if paid.status in (Status.PLACED, Status.PAYMENT_FAILED, Status.ABANDONED):
        raise NotPossible
    return _write(paid, InvoiceKind.INVOICE, _in_words_of(paid, lambda: content.of_order(paid)), cause)


def _more(pk: int) -> Invoice:
    paid = Difference.objects.select_related("request").get(pk=pk)
    order = Order.objects.select_for_update().get(pk=paid.request.order_id)
    if paid.state != Owed.PAID:
        raise NotPossible
    lines = ReturnLine.objects.select_related("line").in_bulk([line for line, _variant, _more in paid.chosen])
    extras = [(lines[line].line, cost) for line, _variant, cost in paid.chosen if cost]
    because = _in_words_of(order, lambda: gettext("Exchange for something dearer"))
    told = content.of_difference(order, because, extras)
    return _write(order, InvoiceKind.EXTRA, told, f"difference:{pk}", difference=paid)


def _after_all(paid: Debt, note: Invoice) -> Invoice:
    order = Order.objects.select_for_update().get(pk=note.order_id)
    because = _in_words_of(order, lambda: gettext("Paid after the bank had taken it back"))
    told = given_back(content.read(note.content), min(paid.amount, note.amount), because)
    return _write(order, InvoiceKind.AFTER_ALL, told, f"debt:{paid.pk}", debt=paid)


def _paper_of(order: Order, payment: Payment | OnAccount) -> Invoice | None:
    """The invoice that a payment stands on, or a debt; None for money that came once too often."""
    if isinstance(payment, OnAccount):
        return in_force(order.pk)
    if payment.difference_id is not None:
        return Invoice.objects.filter(difference=payment.difference_id).first()
    if payment.debt_id is not None:
        return Invoice.objects.filter(debt=payment.debt_id).first()
    if payment.provider == TRANSFER:  # it may come in parts
        return in_force(order.pk)
    return in_force(order.pk) if payment.pk == _first_payment(order) else None


def _credit(given: Refund, cause: str) -> Invoice | None:
    goods = _in_words_of(given.order, lambda: goods_of(given))
    return _taken_back(given.of, given.amount, lambda: str(given.get_why_display()), cause, goods, refund=given)


def _charged_back(lost: Dispute, cause: str) -> Invoice | None:
    return _taken_back(lost.payment, lost.amount, lambda: gettext("The bank took the money back"), cause, dispute=lost)


def _called_off(ended: OnAccount) -> Invoice | None:
    order = Order.objects.select_for_update().get(pk=ended.order_id)
    paper = in_force(order.pk)
    rest = min(ended.left, left(paper)) if paper else 0
    if paper is None or not rest:
        return None
    because = _in_words_of(order, lambda: gettext("The order was cancelled"))
    told = given_back(content.read(paper.content), rest, because, (), _notes(paper))
    return _write(order, InvoiceKind.CREDIT, told, f"account:{ended.pk}", credits=paper, account=ended)


def _taken_back(
    of: Payment | OnAccount,
    amount: int,
    because: Callable[[], str],
    cause: str,
    goods: Sequence[Good] = (),
    **about: Any,
) -> Invoice | None:
    """What was paid twice was never on an invoice: no more is taken from one than it says."""
    order = Order.objects.select_for_update().get(pk=of.order_id)
    paper = _paper_of(order, of)
    rest = min(amount, left(paper)) if paper else 0
    if paper is None or not rest:
        return Invoice.objects.filter(cause=cause).first()  # who came second finds what the first has taken
    told = given_back(content.read(paper.content), rest, _in_words_of(order, because), goods, _notes(paper))
    return _write(order, InvoiceKind.CREDIT, told, cause, credits=paper, **about)


def _notes(paper: Invoice) -> list[Content]:
    """The credit notes over it so far. Ask with the order held."""
    return [content.read(note.content) for note in paper.credit_notes.order_by("pk")]


def _numbers(paper: Invoice) -> list[str]:
    return list(paper.credit_notes.order_by("pk").values_list("number", flat=True))


def _instead(old: int) -> Invoice:
    row = Invoice.objects.get(pk=old)
    order = Order.objects.select_for_update().get(pk=row.order_id)
    rest = left(row)
    if row.replaced_at is not None or rest <= 0:
        raise NotPossible
    told = content.read(row.content)
    because = _in_words_of(order, lambda: gettext("Replaced by a new invoice"))
    before = _notes(row)
    taken = _in_words_of(
        order, lambda: [gettext("Credit note %(number)s") % {"number": each} for each in _numbers(row)]
    )
    _write(order, InvoiceKind.CREDIT, given_back(told, rest, because, (), before), f"back:{old}", credits=row)
    Invoice.objects.filter(pk=old).update(replaced_at=timezone.now())
    again = told if rest == told.total else what_is_left(told, rest, list(zip(taken, before, strict=True)))
    if OnAccount.objects.filter(order=order, state=Standing.PAID).exists():
        again = replace(again, paid_on=content.paid_on(order))  # nobody is asked for it once more
    return _write(order, InvoiceKind.INVOICE, again, f"instead:{old}")


def _write(order: Order, kind: InvoiceKind, told: Content, cause: str, **about: Any) -> Invoice:
    number = numbering.take(timezone.localdate().year)
    moving.note(order, By.SHOP, What.CREDITED if kind is InvoiceKind.CREDIT else What.INVOICED)
    return Invoice.objects.create(
        order=order,
        kind=kind,
        year=number.year,
        place=number.place,
        number=str(number),
        currency=order.currency,
        amount=told.total,
        content=told.as_json(),
        cause=cause,
        **about,
    )


def _first_payment(order: Order) -> int | None:
    """The payment the invoice stands for: the first that arrived."""
    arrived = order.payments.filter(state__in=SETTLED, difference=None, debt=None).order_by("settled_at", "pk")
    return arrived.values_list("pk", flat=True).first()


def _in_words_of[Told](order: Order, tell: Callable[[], Told]) -> Told:
    """What is kept is kept in the language of the order, whoever is looking when it is made."""
    with speaking(order.language):
        return tell()
