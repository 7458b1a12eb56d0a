"""The books' taxes by their papers: what the papers add up to, what was credited taken off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.counting import questions
from tests.orders.invoices.test_goods_that_came_back import book, came_back, germany
from tests.orders.invoices.test_papers import paid, refund
from tests.orders.returns.sent_back import delivered
from troth.orders.invoices import issue
from troth.orders.models import Invoice, OrderTax
from troth.orders.reports.on_papers import Papered, on_papers
from troth.orders.reports.span import Span

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def today() -> Span:
    return Span(timezone.localdate(), timezone.localdate())


def by_rate(span: Span | None = None) -> dict[int, Papered]:
    return {each.rate: each for each in on_papers(span or today(), "USD")}


def test_what_came_back_is_taken_off_the_rate_it_was_sold_at() -> None:
    olga = works_at_the_desk(631)
    germany()
    order = delivered(olga, (book(), 2), (tube(title="Flask", price=1190), 1))
    issue.invoice(order.pk)
    before = by_rate()
    came_back(order, olga, 1070, "Book")
    after = by_rate()
    assert (before[7_000].back, after[7_000].back, after[7_000].left) == (0, 70, before[7_000].amount - 70)
    assert (after[7_000].base, after[7_000].base_left) == (before[7_000].base, before[7_000].base - 1000)
    assert after[19_000] == before[19_000]
    assert after[19_000].back == 0


def test_an_invoice_made_anew_counts_once() -> None:
    germany()
    order = paid((tube(title="Flask", price=1190), 1))
    old = issue.invoice(order.pk)
    before = by_rate()[19_000]
    issue.reissue(order.number, old.number, works_at_the_desk(632, "privacy_officer"))
    after = by_rate()[19_000]
    assert (after.left, after.base_left) == (before.left, before.base_left)
    assert (after.amount, after.back) == (2 * before.amount, before.amount)


def test_a_paper_counts_on_the_day_it_was_issued_and_in_its_currency() -> None:
    germany()
    order = paid((tube(title="Flask", price=1190), 1))
    issue.invoice(order.pk)
    Invoice.objects.update(issued_at=timezone.now() - timedelta(days=40))
    issue.credit(refund(order, 119).pk)
    told = by_rate()[19_000]
    assert told.amount == 0
    assert told.left == -told.back < 0
    assert on_papers(today(), "EUR") == ()


def test_one_tax_in_two_languages_is_one_row() -> None:
    germany()
    for title in ("Flask", "Retort"):
        issue.invoice(paid((tube(title=title, price=1190), 1)).pk)
    last = Invoice.objects.order_by("-pk")[0]
    OrderTax.objects.filter(order=last.order_id, rate=19_000).update(name="MwSt.", first="VAT")
    told = last.content
    told["taxes"] = [{**tax, "name": "MwSt."} if tax["rate"] == 19_000 else tax for tax in told["taxes"]]
    Invoice.objects.filter(pk=last.pk).update(content=told)
    with translation.override("de"):
        assert [each.name for each in on_papers(today(), "USD") if each.rate == 19_000] == ["VAT"]


def test_it_asks_as_much_for_many_papers_as_for_one() -> None:
    germany()
    issue.invoice(paid((tube(), 1)).pk)
    with questions() as one:
        on_papers(today(), "USD")
    for title in ("Flask", "Retort"):
        issue.invoice(paid((tube(title=title), 1)).pk)
    with questions() as many:
        on_papers(today(), "USD")
    assert len(one) == len(many) == 2
