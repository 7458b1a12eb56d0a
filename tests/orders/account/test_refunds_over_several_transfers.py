"""A refund that no single transfer covers goes back from several, as one decision, with the taxes of its goods to the cent."""

from __future__ import annotations

import pytest

from tests.orders.account.buying_on_account import buys, came, happened, mails, papers, transfers, tube
from tests.orders.invoices.test_goods_that_came_back import book, germany
from tests.orders.returns.sent_back import here, line
from troth import gate
from troth.channels import Leaving
from troth.orders import desk, refunded, refunds
from troth.orders import mails as told_by_mail
from troth.orders.account import paid_back
from troth.orders.errors import TooMuch
from troth.orders.invoices import content
from troth.orders.models import AccountTerms, Invoice, Order, Refund
from troth.orders.models.refund import Giving, Why
from troth.orders.returns import pay
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor) -> Order:
    """Books and flasks, paid in two transfers, and sent."""
    germany()
    order = buys(ada, (book(), 3), (tube(title="Flask", price=1199), 3))
    came(order, 3000, bilal)
    came(order, order.total - 3000, bilal, "second")
    papers(order)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    return Order.objects.get(pk=order.pk)


def goes_back(bilal: gate.Actor) -> None:
    for each in paid_back.waiting(bilal):
        paid_back.confirm(each.refund.id, bilal)


def notes(order: Order) -> list[content.Content]:
    papers(order)
    return [content.read(row.content) for row in Invoice.objects.filter(order=order, kind="credit").order_by("pk")]


def test_it_is_spread_over_them_and_the_buyer_hears_of_one_sum(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    amount = order.total - 500
    given = refunds.give(order.number, amount, Why.GOODWILL, actor=olga, key="form")
    assert refunds.give(order.number, amount, Why.GOODWILL, actor=olga, key="form") == given
    first, second = Refund.objects.order_by("pk")
    assert (first.amount, second.amount, second.part_of) == (3000, amount - 3000, first)
    assert [state for _amount, state in transfers(order)] == ["refund_due", "succeeded"]
    (mail,) = mails("refund_given")
    told = told_by_mail.refund_given(Leaving(mail.pk, mail.template, order.whose, mail.ids))
    assert told["refunded"] == f"${amount / 100:.2f}"
    goes_back(bilal)
    assert sum(note.total for note in notes(order)) == amount


def test_one_transfer_that_has_so_much_gives_it_alone(order: Order, olga: gate.Actor) -> None:
    refunds.give(order.number, 3000, Why.GOODWILL, actor=olga)
    assert Refund.objects.get().part_of is None


def test_the_goods_of_a_return_are_told_with_exactly_their_tax_on_both_papers(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    worth = 3 * 1199
    pay.pay(here(order, olga, 3), worth, olga)
    assert Refund.objects.count() == 1  # the second transfer covers it
    refunds.give(order.number, 3210, Why.NOT_ARRIVED, actor=olga, goods={line(order, "Book"): 3})
    assert Refund.objects.count() == 3
    goes_back(bilal)
    flasks, *books = notes(order)
    assert {tax.rate for tax in flasks.taxes} == {19_000}
    assert len(books) == 2
    assert {tax.rate for note in books for tax in note.taxes} == {7_000}
    assert sum(tax.amount for note in books for tax in note.taxes) == 210
    assert {each.title for note in books for each in note.lines} == {"3 × Book"}


def test_no_more_than_all_of_them_goes_back_and_the_desk_is_told_how_much(order: Order, olga: gate.Actor) -> None:
    assert refunded.left_of(order).amount == order.total
    with pytest.raises(TooMuch) as trouble:
        refunds.give(order.number, order.total + 1, Why.GOODWILL, actor=olga)
    assert f"${order.total / 100:.2f}" in str(trouble.value)
    assert not Refund.objects.exists()
    assert transfers(order) == [(3000, "succeeded"), (order.total - 3000, "succeeded")]


def test_all_of_it_back_the_order_is_refunded(order: Order, bilal: gate.Actor, olga: gate.Actor) -> None:
    refunds.give(order.number, order.total, Why.NOT_ARRIVED, actor=olga)
    goes_back(bilal)
    order.refresh_from_db()
    assert order.status == Status.REFUNDED
    assert happened(order).count("refunded") == 2
    assert {each.state for each in Refund.objects.all()} == {Giving.DONE}
    assert sum(note.total for note in notes(order)) == order.total


def test_goods_that_are_less_than_the_refund_are_told_once_over_all_its_papers(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    germany()
    order = buys(ada, (book(), 9), (tube(title="Flask", price=1199), 3))
    came(order, 5000, bilal)
    came(order, order.total - 5000, bilal, "second")
    papers(order)
    desk.pack(order.number, olga)
    desk.send(order.number, olga)
    amount = order.total - 1000
    refunds.give(order.number, amount, Why.NOT_ARRIVED, actor=olga, goods={line(order, "Book"): 3})
    goes_back(bilal)
    told = notes(order)
    assert sum(note.total for note in told) == amount
    assert sum(each.amount for note in told for each in note.lines if "Book" in each.title) == 3 * 1070
