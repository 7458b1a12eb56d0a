"""Two sets of books: what was missed is taken in, what is owed is asked for, and the rest is named."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.doubles.stripe import StripeDouble
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.payments.counters import Counter, StripeCounter, begin
from troth.channels.models import Message
from troth.cli.main import commands
from troth.orders import refunds, repay
from troth.orders.models import Dispute, Order, Payment, Reconciliation, Refund
from troth.orders.models.refund import Giving, Why
from troth.orders.reconcile import compare
from troth.orders.reconcile.report import Kind, Report, latest
from troth.orders.states import Status
from troth.recipients.models import TillSession
from troth.recipients.payment import ProviderUnreachable

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def kinds(report: Report) -> list[tuple[Kind, bool]]:
    return [(finding.kind, finding.healed) for finding in report.findings]


def status(order: Order) -> str:
    return Order.objects.values_list("status", flat=True).get(pk=order.pk)


def paid(counter: Counter) -> Order:
    order = bought()
    counter.pay(begin(order))
    counter.deliver()
    return order


def test_books_that_agree_say_so(counter: Counter) -> None:
    paid(counter)
    report = compare.reconcile()
    assert report.findings == ()
    assert report.payments == 1


def test_a_payment_we_never_heard_of_is_taken_in_at_once(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))  # and every word about it is lost
    report = compare.reconcile()
    assert kinds(report) == [(Kind.PAID_THERE, True)]
    assert report.findings[0].order == order.number
    assert status(order) == Status.PAID
    assert Payment.objects.get().last_four == "4242"
    assert Message.objects.filter(template="order_paid").count() == 1
    counter.deliver()  # the lost words turn up after all
    assert compare.reconcile().findings == ()
    assert Message.objects.filter(template="order_paid").count() == 1


def test_a_payment_whose_page_we_never_heard_of_is_found_by_our_reference(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    Payment.objects.update(session="", address="")
    assert kinds(compare.reconcile()) == [(Kind.PAID_THERE, True)]
    assert status(order) == Status.PAID
    assert Payment.objects.get().session


def test_paid_there_with_no_goods_left_ends_in_a_refund_and_an_apology(counter: Counter) -> None:
    from troth.orders import expire

    glass = tube(stock=1)
    order = bought(ADA, (glass, 1))
    session = begin(order)
    counter.pay(session)
    Order.objects.update(reserved_until=timezone.now() - timedelta(minutes=1))
    expire.expire()
    type(glass).objects.update(stock=0)
    compare.reconcile()
    assert Message.objects.latest("queued_at").template == "refund_apology"
    repay.give_back.call(Refund.objects.get().pk)
    assert counter.given_back(session) == order.total
    assert status(order) == Status.REFUNDED


def test_an_open_page_of_an_order_that_waits_for_nothing_is_closed(counter: Counter) -> None:
    session = begin(bought())
    Order.objects.update(status=Status.CANCELLED)
    assert kinds(compare.reconcile()) == [(Kind.OPEN_FOR_NOTHING, True)]
    assert not counter.is_open(session)


def test_a_refund_that_nobody_asked_for_yet_is_asked_for_again(counter: Counter) -> None:
    order, olga = paid(counter), works_at_the_desk()
    Order.objects.update(status=Status.SHIPPED)
    refunds.give(order.number, 100, Why.PRICE, actor=olga)
    assert compare.reconcile().findings == ()  # the queue has its own tries first
    Refund.objects.update(decided_at=timezone.now() - timedelta(hours=1))
    assert kinds(compare.reconcile()) == [(Kind.REFUND_WAITS, True)]


def test_refunds_we_never_heard_of_are_taken_in(counter: Counter) -> None:
    order = paid(counter)
    counter.refund_at_the_counter(Payment.objects.get().session, 250)
    assert kinds(compare.reconcile()) == [(Kind.REFUND_THERE, True)]
    assert Payment.objects.get().given_back == 250
    assert status(order) == Status.PAID
    assert compare.reconcile().findings == ()


def test_a_refund_only_our_books_know_is_named(counter: Counter) -> None:
    paid(counter)
    Refund.objects.create(
        payment=Payment.objects.get(), ref="r", amount=10, why=Why.PRICE, by="staff", state=Giving.DONE, theirs="re_x"
    )
    assert kinds(compare.reconcile()) == [(Kind.REFUND_NOT_THERE, False)]


def test_a_payment_only_our_books_know_is_named(counter: Counter) -> None:
    paid(counter)
    Payment.objects.update(session="elsewhere", ref="elsewhere")
    assert (Kind.UNKNOWN_THERE, False) in kinds(compare.reconcile())


def test_paid_there_under_a_reference_we_do_not_know_is_named(counter: Counter) -> None:
    counter.pay(begin(bought()))
    Payment.objects.all().delete()  # a store put back from an old backup
    assert kinds(compare.reconcile()) == [(Kind.UNKNOWN_HERE, False)]


def test_paid_here_and_only_open_there_is_named(counter: Counter) -> None:
    begin(bought())
    Payment.objects.update(state="succeeded")
    assert kinds(compare.reconcile()) == [(Kind.PAID_ONLY_HERE, False)]


def test_another_amount_is_named_and_pays_nothing(counter: Counter) -> None:
    order = bought()
    counter.pay(begin(order))
    Payment.objects.update(amount=order.total + 1)
    assert kinds(compare.reconcile()) == [(Kind.AMOUNT, False)]
    assert status(order) == Status.PLACED


def test_a_dispute_we_never_heard_of_is_taken_in(counter: Counter) -> None:
    paid(counter)
    dispute = counter.dispute(Payment.objects.get().session)
    assert kinds(compare.reconcile()) == [(Kind.DISPUTE_THERE, True)]
    assert compare.reconcile().findings == ()
    counter.judge(dispute, "lost")
    assert kinds(compare.reconcile()) == [(Kind.DISPUTE_THERE, True)]
    assert Dispute.objects.get().state == "lost"


def test_a_page_that_ended_by_itself_frees_the_order_for_another_try(by_stripe: StripeCounter) -> None:
    order = bought()
    begin(order)
    by_stripe.double.books.ahead = 7200
    by_stripe.double.books.expire_old()
    assert kinds(compare.reconcile()) == [(Kind.OVER_THERE, True)]
    assert Payment.objects.get().state == "left"


def test_a_refused_refund_is_named_until_somebody_decides(counter: Counter) -> None:
    paid(counter)
    Refund.objects.create(payment=Payment.objects.get(), ref="r", amount=10, why=Why.PRICE, by="staff", state="failed")
    assert kinds(compare.reconcile()) == [(Kind.REFUND_REFUSED, False)]


def test_a_provider_that_is_silent_is_said_and_asked_from_the_same_day_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(self: Any, *moments: Any) -> None:
        raise ProviderUnreachable("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(type(counter.adapter), "statement", silent)
        report = compare.reconcile()
    assert kinds(report) == [(Kind.PROVIDER_SILENT, False)]
    assert timezone.now() - compare.reconcile().since > timedelta(days=30)
    assert timezone.now() - compare.reconcile().since < timedelta(days=3)


def test_many_pages_of_their_books_are_all_read(by_stripe: StripeCounter, double: StripeDouble) -> None:
    order = bought()
    counter = by_stripe
    counter.pay(begin(order))
    later = {"mode": "payment", "success_url": "http://x/", "line_items": [_line()], "metadata": {"troth_ref": "other"}}
    for number in range(230):
        double.books.open_session({**later, "client_reference_id": f"other-{number}"})
    for _number in range(3):
        double.books.open_session({**later, "metadata": {}})
    report = compare.reconcile()
    assert (report.payments, report.others) == (231, 3)
    assert kinds(report) == [(Kind.PAID_THERE, True)]


def _line() -> dict[str, Any]:
    return {"quantity": "1", "price_data": {"currency": "usd", "unit_amount": "900", "product_data": {"name": "x"}}}


def test_the_report_is_kept_and_read_again(counter: Counter) -> None:
    counter.pay(begin(bought()))
    report = compare.reconcile()
    assert latest() == report
    compare.due()
    assert latest() != report
    Reconciliation.objects.update(at=timezone.now() - timedelta(days=91))
    compare.due()
    assert Reconciliation.objects.count() == 1


def said(*words: str) -> int:
    told = commands().parse_args(["payments", *words])
    return int(told.run(told))


def test_the_command_says_what_it_found(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    assert said("report") == 0
    order = bought()
    counter.pay(begin(order))
    assert said("reconcile") == 0
    out = capsys.readouterr().out
    assert f"healed  {order.number}" in out
    counter.pay(begin(bought(ADA, (tube(title="Flask"), 1))))
    Payment.objects.filter(state="started").delete()
    assert said("reconcile", "--json", "--since", "2020-01-01") == 1
    told = json.loads(capsys.readouterr().out)
    assert [finding["kind"] for finding in told["findings"]] == ["unknown-here"]
    assert said("report") == 0
    assert "LOOK" in capsys.readouterr().out
    assert said("disputes") == 0
    assert "No dispute is open." in capsys.readouterr().out


def test_the_command_lists_disputes(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    order = paid(counter)
    counter.dispute(Payment.objects.get().session)
    compare.reconcile()
    said("disputes")
    assert order.number in capsys.readouterr().out
    said("disputes", "--json")
    assert json.loads(capsys.readouterr().out)[0]["reason"] == "product_not_received"


def test_practice_disputes_are_for_the_practice_till(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    from dataclasses import replace

    assert said("practise-dispute", "T-NONE") == 1
    settings.TROTH = replace(settings.TROTH, mode="live")
    assert said("practise-dispute", "T-NONE") == 1
    assert "only real banks" in capsys.readouterr().err
    assert not TillSession.objects.exists()
