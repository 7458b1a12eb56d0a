"""What a credit note says of goods that came back: which they were, and exactly the tax that fell on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.invoices.test_papers import massachusetts, refund
from tests.orders.returns.sent_back import all_of, delivered, some
from troth import gate
from troth.catalog.models import Variant
from troth.orders import refunds, restocked
from troth.orders.invoices import content, issue
from troth.orders.invoices.content import Content, Line, Tax
from troth.orders.invoices.taking_back import given_back, what_is_left
from troth.orders.models import Invoice, Order, Refund, ReturnRequest, TaxRule
from troth.orders.models.refund import Giving, Why
from troth.orders.models.returning import Condition
from troth.orders.problems import Problem
from troth.orders.reports.given_back import goods as reported
from troth.orders.reports.span import last_days
from troth.orders.returns import amounts, ask, decide, pay, receive
from troth.support import cases, mending

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def germany() -> None:
    """Two rates, in the prices."""
    TaxRule.objects.create(country="US", region="MA", rate=19_000, name="VAT", included=True)
    TaxRule.objects.create(country="US", region="MA", tax_class="reduced", rate=7_000, name="VAT", included=True)


def book() -> Variant:
    one = tube(title="Book", price=1070)
    Variant.objects.filter(pk=one.pk).update(tax_class="reduced")
    return Variant.objects.get(pk=one.pk)


def came_back(order: Order, olga: gate.Actor, amount: int, title: str, quantity: int = 1, **seen: object) -> Content:
    """The credit note for a return that was paid so much."""
    ref = ask.by_staff(order.number, some(order, quantity, title=title), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref, **seen), olga)  # type: ignore[arg-type]
    return note(pay.pay(ref, amount, olga).id)


def note(given: int) -> Content:
    Refund.objects.filter(pk=given).update(state=Giving.DONE)
    paper = issue.credit(given)
    assert paper is not None
    return content.read(paper.content)


def adds_up(told: Content) -> bool:
    on_top = sum(tax.amount for tax in told.taxes if not tax.included)
    return sum(line.amount for line in told.lines) + on_top == told.total


def test_one_of_two_comes_back_with_the_tax_of_one() -> None:
    olga = works_at_the_desk(611)
    massachusetts()
    order = delivered(olga, (tube(title="Flask", price=2400), 2))
    issue.invoice(order.pk)
    told = came_back(order, olga, 2550, "Flask")
    assert told.lines == (Line("Flask", 1, 2400, 0, 2400, 6250, "FLASK"),)
    assert told.taxes == (Tax("Massachusetts sales tax", 6250, 2400, 150, False),)
    assert adds_up(told)


def test_what_came_back_at_one_rate_takes_nothing_of_the_other() -> None:
    olga = works_at_the_desk(612)
    germany()
    order = delivered(olga, (book(), 2), (tube(title="Flask", price=1190), 1))
    issue.invoice(order.pk)
    told = came_back(order, olga, 1070, "Book")
    assert [(tax.rate, tax.base, tax.amount) for tax in told.taxes] == [(7_000, 1000, 70)]
    assert [(line.title, line.amount) for line in told.lines] == [("Book", 1070)]


def test_with_more_than_the_goods_the_rest_is_of_what_sending_cost_and_carries_its_tax() -> None:
    olga = works_at_the_desk(613)
    massachusetts()
    order = delivered(olga, (tube(title="Flask", price=2400), 1))
    issue.invoice(order.pk)
    told = came_back(order, olga, 2550 + 100, "Flask")
    assert [(line.title, line.amount) for line in told.lines] == [("Flask", 2400), ("Standard, by USPS", 100)]
    assert [(tax.base, tax.amount) for tax in told.taxes] == [(2400, 150)]


def test_what_is_neither_goods_nor_sending_is_told_beside_them() -> None:
    olga = works_at_the_desk(623)
    order = delivered(olga, (tube(title="Flask", price=2400), 2))
    issue.invoice(order.pk)
    told = came_back(order, olga, 2400 + 100, "Flask")
    assert [(line.title, line.amount) for line in told.lines] == [("Flask", 2400), ("Goods came back", 100)]


def test_with_less_than_the_goods_were_it_takes_so_much_less_of_their_tax() -> None:
    olga = works_at_the_desk(614)
    massachusetts()
    order = delivered(olga, (tube(title="Flask", price=2400), 2))
    issue.invoice(order.pk)
    told = came_back(order, olga, 2550, "Flask", 2, condition=Condition.DAMAGED)
    assert [(line.title, line.quantity, line.amount) for line in told.lines] == [("2 × Flask", 1, 2400)]
    assert [(tax.base, tax.amount) for tax in told.taxes] == [(2400, 150)]


def test_what_the_desk_puts_back_on_the_shelf_is_named_too() -> None:
    olga = works_at_the_desk(615)
    germany()
    order = delivered(olga, (book(), 1), (tube(title="Flask", price=1190), 1))
    issue.invoice(order.pk)
    flask = order.lines.get(title="Flask")
    given = refunds.give(order.number, 1190, Why.RETURNED, actor=olga, restock={flask.pk: 1})
    told = note(given.id)
    assert [(tax.rate, tax.amount) for tax in told.taxes] == [(19_000, 190)]
    assert told.lines[0].title == "Flask"


def test_all_of_its_credit_notes_together_are_the_invoice_to_the_cent() -> None:
    olga = works_at_the_desk(616)
    germany()
    order = delivered(olga, (book(), 3), (tube(title="Flask", price=999), 3))
    whole = content.read(issue.invoice(order.pk).content)
    notes = [came_back(order, olga, 1070, "Book"), came_back(order, olga, 999, "Flask", 1)]
    notes.append(note(refund(order, 333).pk))
    notes.append(note(refund(order, order.total - 1070 - 999 - 333).pk))
    assert sum(each.total for each in notes) == whole.total
    for tax in whole.taxes:
        same = [each for one in notes for each in one.taxes if each.rate == tax.rate]
        assert (sum(each.base for each in same), sum(each.amount for each in same)) == (tax.base, tax.amount)
    assert all(adds_up(each) for each in notes)


def test_made_anew_after_a_return_it_says_what_remains_of_each_tax() -> None:
    olga = works_at_the_desk(617)
    germany()
    order = delivered(olga, (book(), 1), (tube(title="Flask", price=1190), 1))
    old = issue.invoice(order.pk)
    came_back(order, olga, 1070, "Book")
    new = issue.reissue(order.number, old.number, works_at_the_desk(618, "privacy_officer"))
    remains = {tax.rate: tax.amount for tax in content.read(new.content).taxes}
    was = {tax.rate: tax.amount for tax in content.read(old.content).taxes}
    assert remains == {
        rate: amount - (70 if rate == 7_000 else 0) for rate, amount in was.items() if rate == 19_000 or amount > 70
    }
    assert Invoice.objects.filter(kind="credit").count() == 2
    earlier = Invoice.objects.filter(kind="credit").earliest("pk")
    told = content.read(new.content)
    assert [(line.title, line.amount) for line in told.lines] == [
        ("Book", 1070),
        ("Flask", 1190),
        (f"Credit note {earlier.number}", -1070),
    ]
    assert new.amount == sum(line.amount for line in told.lines) + told.shipping == old.amount - 1070


def splits() -> Iterator[tuple[int, int]]:
    for first in range(1, 1300, 37):
        for second in (1, 7, 333):
            yield first, second


def test_however_it_is_cut_the_last_note_leaves_nothing() -> None:
    taxes = (Tax("Tax", 6250, 1000, 63, False), Tax("Other", 19_000, 84, 16, True))
    invoice = Content(("Shop",), (Line("All", 1, 1600, 0, 1600, 0),), taxes, 1663, "taxed")
    for first, second in splits():
        one = given_back(invoice, first, "First")
        two = given_back(invoice, second, "Second", (), [one])
        rest = given_back(invoice, 1663 - first - second, "Rest", (), [one, two])
        assert all(adds_up(each) for each in (one, two, rest)), (first, second)
        for place, tax in enumerate(taxes):
            same = [each for note in (one, two, rest) for each in note.taxes if each.name == tax.name]
            assert sum(each.amount for each in same) == tax.amount, (first, second, place)
            assert sum(each.base for each in same) == tax.base, (first, second, place)


def test_made_anew_after_however_many_notes_it_adds_up() -> None:
    taxes = (Tax("Tax", 6250, 1000, 63, False), Tax("Other", 19_000, 84, 16, True))
    invoice = Content(("Shop",), (Line("All", 1, 1600, 0, 1600, 0),), taxes, 1663, "taxed")
    for first, second in splits():
        one = given_back(invoice, first, "Goodwill")
        two = given_back(invoice, second, "Goodwill", (), [one]) if first + second < 1663 else None
        notes = [one, two] if two else [one]
        rest = 1663 - sum(each.total for each in notes)
        told = what_is_left(invoice, rest, [("Credit note", each) for each in notes])
        assert told.total == rest
        assert adds_up(told)


def test_notes_that_split_their_taxes_by_older_rules_leave_no_gap() -> None:
    taxes = (Tax("Tax", 6250, 1000, 63, False), Tax("Other", 19_000, 84, 16, True))
    invoice = Content(("Shop",), (Line("All", 1, 1600, 0, 1600, 0),), taxes, 1663, "taxed")
    older = Content(("Shop",), (Line("Goodwill", 1, 40, 0, 40, 0),), (Tax("Tax", 6250, 940, 60, False),), 100, "taxed")
    for many in (1, 2, 3):
        told = what_is_left(invoice, 1663 - 100 * many, [("Credit note", older)] * many)
        assert adds_up(told)


# -- what never came


def lost_flask(olga: gate.Actor) -> Order:
    """A book and a flask at two rates, each in a parcel of its own; the flask's is lost."""
    order = delivered(olga, (book(), 1), (tube(title="Flask", price=1190), 1))
    first, long_ago = order.parcels.get(), timezone.now() - timedelta(days=30)
    first.lines.get(line__title="Flask").delete()
    second = order.parcels.create(ref=f"{order.pk}-2", carrier="ups", service="s", tracking="LOST", booking="booked")
    second.lines.create(line=order.lines.get(title="Flask"), quantity=1)
    order.parcels.filter(pk=second.pk).update(way="moving", expected_on=long_ago.date(), shipped_at=long_ago)
    Order.objects.filter(pk=order.pk).update(status="shipped")
    issue.invoice(order.pk)
    return Order.objects.get(pk=order.pk)


def test_money_for_a_lost_parcel_names_what_was_in_it_and_takes_its_tax_alone() -> None:
    olga = works_at_the_desk(619)
    germany()
    order = lost_flask(olga)
    before = Variant.objects.get(product__title="Flask").stock
    mending.give_back(cases.open(order.number, Problem.LOST, olga), 1190, olga)
    told = note(Refund.objects.get().pk)
    assert [(tax.rate, tax.base, tax.amount) for tax in told.taxes] == [(19_000, 1000, 190)]
    assert [(each.title, each.amount) for each in told.lines] == [("Flask", 1190)]
    assert Variant.objects.get(product__title="Flask").stock == before, "it is lost, not here"
    assert restocked.so_far(order.lines.get(title="Flask").pk) == 0
    assert not reported(last_days(2)), "nothing came back"


def test_found_again_it_can_still_go_back_to_the_shelf() -> None:
    """What money went back for is not what lies on the shelf."""
    olga = works_at_the_desk(620)
    germany()
    order = lost_flask(olga)
    mending.give_back(cases.open(order.number, Problem.LOST, olga), 1000, olga)
    flask = order.lines.get(title="Flask")
    refunds.give(order.number, 190, Why.RETURNED, actor=olga, restock={flask.pk: 1})
    assert restocked.so_far(flask.pk) == 1


# -- what sending cost


def mixed(included: bool, shipping: bool = True) -> None:
    TaxRule.objects.create(country="US", region="MA", rate=19_000, name="VAT", included=included, shipping=shipping)
    TaxRule.objects.create(
        country="US", region="MA", tax_class="reduced", rate=7_000, name="Less", included=included, shipping=shipping
    )


@pytest.mark.parametrize("shipping", [True, False])
@pytest.mark.parametrize("included", [True, False])
@pytest.mark.parametrize(("books", "flasks"), [(3, 1), (1, 4), (5, 2)])
def test_a_share_of_what_sending_cost_carries_the_taxes_of_sending(
    included: bool, shipping: bool, books: int, flasks: int, settings: Any
) -> None:
    """Whatever comes back, sending was taxed by what was bought."""
    settings.TROTH = replace(settings.TROTH, return_shipping="share")
    olga = works_at_the_desk(621)
    mixed(included, shipping)
    order = delivered(olga, (book(), books), (tube(title="Flask", price=1190), flasks))
    issue.invoice(order.pk)
    ref = ask.by_staff(order.number, some(order, books, title="Book"), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    back = ReturnRequest.objects.get(public_id=ref)
    share, all_of_it = amounts.sending(back), amounts.sending_by_rate(order)
    assert share > 0
    line = order.lines.get(title="Book")
    goods = line.total + (0 if included else line.tax)
    told = note(pay.pay(ref, amounts.suggested(back).amount, olga).id)
    assert told.total == goods + share
    assert adds_up(told)
    gross = {tax.rate: tax.base + tax.amount for tax in told.taxes}
    whole = sum(all_of_it.values())
    for rate in (7_000, 19_000):
        wanted = share * all_of_it.get(rate, 0) / whole + (goods if rate == 7_000 else 0)
        assert abs(gross.get(rate, 0) - wanted) <= 1, rate
    assert (19_000 in gross) == shipping


def test_sending_that_a_voucher_paid_for_does_not_go_back(settings: Any) -> None:
    settings.TROTH = replace(settings.TROTH, return_shipping="with_all")
    olga = works_at_the_desk(622)
    order = delivered(olga, (tube(title="Flask", price=2400), 1))
    paid = order.total - order.shipping
    Order.objects.filter(pk=order.pk).update(discount=order.shipping, total=paid)
    ref = ask.by_staff(order.number, some(order, 1), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    assert amounts.suggested(ReturnRequest.objects.get(public_id=ref)).amount == paid
