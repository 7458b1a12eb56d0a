"""An order on account that was sent and is not paid owes less, for goods that came back, never arrived, or out of goodwill."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.orders.account.buying_on_account import buys, came, happened, late_by, mails, owed, papers, transfers, tube
from tests.orders.account.files_of_banks import camt, entry, plain
from tests.orders.invoices.standard import faults
from tests.orders.invoices.test_goods_that_came_back import book, germany
from tests.orders.returns.sent_back import here, line
from tests.orders.test_races import together
from troth import channels, gate
from troth.channels.templates import told as facts
from troth.orders import cancel, desk, history, refunds, restocked
from troth.orders.account import ageing, deciding, paid_back, remind, sending
from troth.orders.account.matching import Fit, propose
from troth.orders.account.statement import read
from troth.orders.bookkeeping import month
from troth.orders.errors import CancelInstead, NotPossible, TooMuch
from troth.orders.invoices import content, issue, pdf
from troth.orders.invoices import papers as papers_
from troth.orders.invoices.electronic import cii
from troth.orders.models import AccountTerms, Invoice, OnAccount, Order, Refund
from troth.orders.models.account import Standing
from troth.orders.models.refund import Giving, Why
from troth.orders.problems import Problem
from troth.orders.reports import sales
from troth.orders.reports.given_back import reasons
from troth.orders.reports.on_papers import on_papers
from troth.orders.reports.span import Span, Step
from troth.orders.returns import amounts, pay
from troth.orders.states import Status
from troth.support import cases, mending

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor) -> Order:
    """Three flasks, sent and not paid, with their invoice."""
    return sent(buys(ada, (tube(title="Flask", price=2400), 3)), bilal, olga)


def sent(order: Order, bilal: gate.Actor, olga: gate.Actor) -> Order:
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    papers(order)
    return Order.objects.get(pk=order.pk)


def gives(order: Order, amount: int, olga: gate.Actor, why: Why = Why.GOODWILL, **more: object) -> Refund:
    given = refunds.give(order.number, amount, why, actor=olga, **more)  # type: ignore[arg-type]
    return Refund.objects.get(pk=given.id)


def notes(order: Order) -> list[content.Content]:
    papers(order)
    return [content.read(row.content) for row in Invoice.objects.filter(order=order, kind="credit").order_by("pk")]


def today() -> Span:
    return Span(timezone.localdate(), timezone.localdate(), Step.DAY)


def month_now(bilal: gate.Actor) -> month.Month:
    return month.seen(timezone.localdate().replace(day=1), bilal)


def test_out_of_goodwill_less_is_owed_and_a_credit_note_says_so(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    gives(order, 500, olga)
    row = owed(order)
    assert (row.left, row.credited, row.received, row.state) == (order.total - 500, 500, 0, Standing.OPEN)
    assert papers(order) == [("invoice", order.total), ("credit", 500)]
    assert papers(order) == [("invoice", order.total), ("credit", 500)]
    assert not transfers(order)
    assert paid_back.waiting(bilal) == ()
    assert happened(order)[-2:] == ["account_lowered", "credited"]


def test_papers_have_numbers_without_a_gap(order: Order, olga: gate.Actor) -> None:
    for amount in (100, 200, 300):
        gives(order, amount, olga)
    papers(order)
    places = [*Invoice.objects.order_by("place").values_list("place", flat=True)]
    assert places == [*range(places[0], places[0] + 4)]


def test_the_same_press_twice_takes_off_once(order: Order, olga: gate.Actor) -> None:
    assert gives(order, 500, olga, key="form") == gives(order, 500, olga, key="form")
    assert owed(order).credited == 500


def test_the_reminder_the_ages_the_limit_and_the_banks_file_go_by_what_is_left(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    gives(order, 500, olga)
    rest = order.total - 500
    late_by(order, 10)
    remind.remind()
    (mail,) = mails("invoice_reminder")
    assert facts(leaving(mail))["amount"] == f"${rest / 100:.2f}"
    (aged,) = ageing.ageing(bilal)
    assert aged.whole == (1, rest)
    (found,) = propose(read(camt(entry(plain(rest), order.number)), "USD"), bilal).proposals
    assert found.fit is Fit.EXACT
    told = came(order, rest, bilal)
    assert (told.left.amount, told.over.amount) == (0, 0)
    assert owed(order).state == Standing.PAID


def test_the_month_says_what_is_open_of_which_invoice(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    gives(order, 500, olga)
    papers(order)
    (found,) = month_now(bilal).no_money
    assert (found.amount.amount, found.of and found.of.amount) == (order.total - 500, order.total)
    came(order, order.total - 500, bilal)
    assert month_now(bilal).settled


def test_the_buyer_is_told_what_is_left(order: Order, olga: gate.Actor) -> None:
    gives(order, 500, olga)
    (mail,) = mails("invoice_lowered")
    told = facts(leaving(mail))
    assert (told["off"], told["left"]) == ("$5.00", f"${(order.total - 500) / 100:.2f}")
    assert "refunded" not in told
    assert not mails("refund_given")


def test_the_buyer_sees_on_the_orders_page_what_was_taken_off(
    order: Order, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    gives(order, 500, olga)
    came(order, order.total - 500, bilal)
    page = history.for_person(order.number, ada)
    assert page is not None
    assert [(each.amount.amount, each.taken_off) for each in page.refunds] == [(500, True)]


def leaving(mail: object) -> channels.Leaving:
    return channels.Leaving(mail.pk, mail.template, mail.whose, mail.ids)  # type: ignore[attr-defined]


# -- goods


def test_a_return_takes_off_what_its_goods_cost_with_exactly_their_tax(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    germany()
    order = sent(buys(ada, (book(), 2), (tube(title="Flask", price=1190), 2)), bilal, olga)
    back = here(order, olga, 1)
    given = pay.pay(back, 1190, olga)
    assert given.taken_off
    (note,) = notes(order)
    assert [(tax.rate, tax.base, tax.amount) for tax in note.taxes] == [(19_000, 1000, 190)]
    assert [(each.title, each.quantity, each.amount) for each in note.lines] == [("Flask", 1, 1190)]
    assert owed(order).left == order.total - 1190


def test_all_credit_notes_together_are_the_invoice_again_to_the_cent(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    germany()
    order = sent(buys(ada, (book(), 3), (tube(title="Flask", price=1199), 3)), bilal, olga)
    pay.pay(here(order, olga, 1), 1199, olga)
    gives(order, 333, olga)
    gives(order, 1070, olga, Why.NOT_ARRIVED, goods={line(order, "Book"): 1})
    gives(order, owed(order).left, olga)
    papers(order)
    assert owed(order).state == Standing.CREDITED
    assert sum(note.total for note in notes(order)) == order.total
    assert {(each.amount, each.base) == (each.back, each.base_back) for each in on_papers(today(), "USD")} == {True}


def test_what_came_back_is_on_the_shelf_again_once(order: Order, olga: gate.Actor) -> None:
    flask = line(order)
    gives(order, 2400, olga, Why.RETURNED, restock={flask: 1})
    assert restocked.so_far(flask) == 1
    with pytest.raises(NotPossible):
        gives(order, 100, olga, Why.RETURNED, restock={flask: 3})
    assert owed(order).credited == 2400
    assert amounts.paid_back(order) == {flask: 1}


def test_a_lost_parcel_is_made_good_by_what_is_owed(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    ref: uuid.UUID = cases.open(order.number, Problem.NOT_ARRIVED, olga)
    mending.give_back(ref, order.total, olga)
    assert (owed(order).state, owed(order).left) == (Standing.CREDITED, 0)
    assert papers(order) == [("invoice", order.total), ("credit", order.total)]
    assert remind.remind(timezone.now() + timedelta(days=100)) == 0
    assert month_now(bilal).settled


# -- more was paid than is owed then


def test_what_was_paid_beyond_what_is_owed_then_goes_back_and_one_paper_tells_of_it(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    most = order.total - 1000
    came(order, most, bilal)
    gives(order, 3400, olga, Why.RETURNED)
    row = owed(order)
    assert (row.state, row.left, row.credited, row.received) == (Standing.PAID, 0, 3400, order.total - 3400)
    (back,) = Refund.objects.exclude(payment=None)
    assert (back.amount, back.why, back.state) == (2400, Why.SURPLUS, Giving.DUE)
    paid_back.confirm(back.pk, bilal)
    assert papers(order) == [("invoice", order.total), ("credit", 3400)]
    (mail,) = mails("invoice_lowered")
    assert facts(leaving(mail))["refunded"] == "$24.00"
    assert "left" not in facts(leaving(mail))
    assert month_now(bilal).settled


def test_the_surplus_of_several_transfers_goes_back_from_them(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 3000, bilal)
    came(order, 3000, bilal, "second")
    gives(order, owed(order).left + 4000, olga)
    assert sorted(Refund.objects.exclude(payment=None).values_list("amount", flat=True)) == [1000, 3000]
    assert owed(order).received == 2000


def test_it_goes_back_from_transfers_and_not_from_what_was_paid_by_card_beside(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 3000, bilal)
    card = order.payments.create(ref="card", provider="practice", amount=5000, currency="USD", state="succeeded")
    came(order, 3000, bilal, "second")
    gives(order, owed(order).left + 4000, olga)
    assert sorted(Refund.objects.exclude(payment=None).values_list("amount", flat=True)) == [1000, 3000]
    assert not Refund.objects.filter(payment=card)


def test_the_figures_tell_what_was_taken_off_and_not_twice(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, order.total - 1000, bilal)
    gives(order, 3400, olga, Why.RETURNED)
    [day] = sales.sales(today(), "USD")
    assert (day.total, day.refunds, day.net) == (order.total, 3400, order.total - 3400)
    assert [(each.why, each.amount) for each in reasons(today(), "USD")] == [(Why.RETURNED, 3400)]


def test_once_all_of_it_is_back_and_nothing_is_owed_the_order_is_refunded(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    came(order, 500, bilal)
    gives(order, order.total, olga, Why.NOT_ARRIVED)
    for each in paid_back.waiting(bilal):
        paid_back.confirm(each.refund.id, bilal)
    order.refresh_from_db()
    assert (order.status, owed(order).state) == (Status.REFUNDED, Standing.CREDITED)


# -- what can not be


def test_no_more_is_taken_off_than_is_owed_and_was_paid(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, 500, bilal)
    with pytest.raises(TooMuch):
        gives(order, order.total + 1, olga)
    assert owed(order).credited == 0


def test_of_what_was_not_sent_all_is_cancelled_instead(
    terms: AccountTerms, ada: gate.PersonId, olga: gate.Actor
) -> None:
    order = buys(ada)
    with pytest.raises(CancelInstead):
        gives(order, order.total, olga, Why.PRICE)
    gives(order, 100, olga, Why.PRICE)
    papers(order)
    cancel.cancel(order.number, olga)
    assert papers(order) == [("invoice", order.total), ("credit", 100), ("credit", order.total - 100)]


def test_what_was_let_go_is_made_smaller_too(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    came(order, 500, bilal)
    deciding.let_go(order.number, bilal)
    gives(order, 600, olga)
    assert (owed(order).state, owed(order).left) == (Standing.LET_GO, order.total - 1100)
    assert not Refund.objects.exclude(payment=None)


def test_the_books_take_no_refund_of_nothing(order: Order) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(ref="x", amount=1, why=Why.GOODWILL, by="staff")
    with pytest.raises(IntegrityError), transaction.atomic():
        OnAccount.objects.filter(order=order).update(credited=order.total, received=1)


def test_made_out_anew_it_says_what_was_taken_off(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    gives(order, 500, olga)
    papers(order)
    again = issue.reissue(order.number, issue.invoice(order.pk).number, bilal)
    assert (again.amount, content.read(again.content).paid_on) == (order.total - 500, "")


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_money_and_goodwill_at_the_same_moment_are_both_counted(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    order = sent(buys(ada), bilal, olga)
    acts = (lambda: gives(order, 300, olga), lambda: came(order, order.total, bilal))
    together(2, lambda place: acts[place]())
    row = owed(order)
    assert (row.state, row.left, row.credited + row.received) == (Standing.PAID, 0, order.total)
    back = sum(Refund.objects.exclude(payment=None).values_list("amount", flat=True))
    credited = sum(Refund.objects.exclude(why__in=(Why.TWICE, Why.SURPLUS)).values_list("amount", flat=True))
    assert (back, credited) == (300, 300)


# -- what its credit notes say


def paper_of(order: Order, cause: str, bilal: gate.Actor) -> papers_.Paper:
    row = Invoice.objects.get(order=order, cause__startswith=cause)
    paper = papers_.for_staff(order.number, row.number, bilal)
    assert paper is not None
    return paper


def words(paper: papers_.Paper) -> str:
    """Of the printed one; the electronic one must be valid and say the same."""
    xml = cii.xml(paper)
    assert faults(xml) == []
    assert ("<ram:TypeCode>97<" in xml.decode()) is paper.set_off
    return unescape(pdf.html(paper))


@pytest.mark.parametrize("which", ["taken off", "called off", "made out anew"])
def test_a_credit_note_over_what_was_not_paid_does_not_say_that_money_was_given_back(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor, which: str
) -> None:
    order = buys(ada, (tube(title="Flask", price=2400), 2))
    papers(order)
    cause = {"taken off": "refund:", "called off": "account:", "made out anew": "back:"}[which]
    if which == "taken off":
        gives(order, 500, olga)
    elif which == "called off":
        cancel.cancel(order.number, olga)
    else:
        issue.reissue(order.number, issue.invoice(order.pk).number, bilal)
    papers(order)
    told = words(paper_of(order, cause, bilal))
    assert "Given back" not in told
    assert "Taken off the invoice" in told
    assert "It is set off against invoice" in told


def test_control_a_credit_note_over_money_that_went_back_says_so(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    order = buys(ada, (tube(title="Flask", price=2400), 2))
    papers(order)
    came(order, order.total, bilal)
    paid_back.confirm(gives(order, 500, olga).pk, bilal)
    papers(order)
    told = words(paper_of(order, "refund:", bilal))
    assert "Given back" in told
    assert "set off" not in told
