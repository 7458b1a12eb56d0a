"""Invoices and credit notes: when they are made, what they say, and who may see whom they are made out to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from troth import gate
from troth.orders import access, numbers
from troth.orders.errors import NotPossible
from troth.orders.invoices import content, due, issue, papers, pdf
from troth.orders.models import Invoice, InvoiceYear, Order, Payment, Refund, TaxRule
from troth.orders.models.refund import Giving, Why
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def paid(*goods: Any, **changes: Any) -> Order:
    order = bought(ADA, *goods, **changes)
    Payment.objects.filter(order=order).update(state="succeeded", settled_at=timezone.now())
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    return Order.objects.get(pk=order.pk)


def refund(order: Order, amount: int, why: Why = Why.GOODWILL) -> Refund:
    return Refund.objects.create(
        payment=order.payments.get(),
        ref=f"{order.pk}-{amount}-{why}",
        amount=amount,
        why=why,
        by="staff",
        state=Giving.DONE,
        ended_at=timezone.now(),
    )


def seen_by_its_buyer(order: Order, number: str) -> papers.Paper | None:
    """In a browser that came by the mailed link."""
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    return papers.for_buyer(order.number, number, browser=browser)


def massachusetts() -> None:
    TaxRule.objects.create(country="US", region="MA", rate=6250, name="Massachusetts sales tax", shipping=False)


def test_an_invoice_is_made_once_and_only_for_what_was_paid() -> None:
    unpaid = bought()
    with pytest.raises(NotPossible):
        issue.invoice(unpaid.pk)
    assert not InvoiceYear.objects.exists()
    order = paid((tube(title="Flask"), 1))
    assert issue.invoice(order.pk) == issue.invoice(order.pk)
    assert due.make() == 0
    paper = Invoice.objects.get()
    assert (paper.amount, paper.number) == (order.total, f"{timezone.localdate().year}-000001")


def test_what_is_due_is_made_in_the_order_it_was_placed() -> None:
    orders = [paid((tube(title=f"Tube {place}"), 1)) for place in range(3)]
    bought(ADA, (tube(title="Not paid"), 1))
    assert due.make() == 3
    assert [*Invoice.objects.order_by("place").values_list("order", flat=True)] == [order.pk for order in orders]
    assert due.make() == 0


def test_taxes_stand_on_it_as_they_were() -> None:
    massachusetts()
    order = paid((tube(price=2500), 2))
    assert (order.tax, order.total) == (313, 5000 + order.shipping + 313)
    TaxRule.objects.all().delete()
    told = content.read(issue.invoice(order.pk).content)
    assert [(tax.name, tax.base, tax.amount) for tax in told.taxes] == [("Massachusetts sales tax", 5000, 313)]
    assert sum(line.amount for line in told.lines) + told.shipping + 313 == told.total


@pytest.mark.parametrize(("included", "words"), [(False, "sales tax 6.25% on $50.00"), (True, "6.25% on $47.06")])
def test_a_paper_says_what_each_tax_fell_on(included: bool, words: str) -> None:
    massachusetts()
    TaxRule.objects.update(included=included)
    order = paid((tube(price=2500), 2))
    paper = seen_by_its_buyer(order, issue.invoice(order.pk).number)
    assert paper is not None
    assert words in pdf.html(paper)


def test_money_given_back_is_a_credit_note_with_its_share_of_the_tax() -> None:
    massachusetts()
    order = paid((tube(price=2500), 2))
    issue.invoice(order.pk)
    given = refund(order, 1000)
    assert due.make() == 1
    paper = Invoice.objects.get(kind="credit")
    told = content.read(paper.content)
    assert paper.credits is not None
    assert (paper.amount, paper.credits.order_id, told.because) == (1000, order.pk, "Goodwill")
    assert sum(line.amount for line in told.lines) + sum(tax.amount for tax in told.taxes) == 1000
    assert 0 < told.taxes[0].amount < 60
    assert issue.credit(given.pk) == paper
    assert due.make() == 0


def test_no_more_is_taken_back_than_was_on_the_invoice() -> None:
    order = paid()
    issue.invoice(order.pk)
    issue.credit(refund(order, order.total - 100).pk)
    issue.credit(refund(order, 500).pk)
    assert [*Invoice.objects.filter(kind="credit").values_list("amount", flat=True)] == [order.total - 100, 100]


@pytest.mark.parametrize("why", [Why.LATE, Why.TWICE])
def test_money_that_was_never_billed_has_no_paper(why: Why) -> None:
    order = paid()
    if why is Why.TWICE:
        issue.invoice(order.pk)
    refund(order, order.total, why)
    assert due.make() == 0
    assert not Invoice.objects.filter(kind="credit").exists()


def test_an_invoice_made_anew_takes_the_old_one_back() -> None:
    order = paid()
    old = issue.invoice(order.pk)
    officer = works_at_the_desk(601, "privacy_officer")
    new = issue.reissue(order.number, old.number, officer)
    assert issue.reissue(order.number, old.number, officer) == new
    assert [(each.kind, each.place, each.amount) for each in Invoice.objects.order_by("place")] == [
        ("invoice", 1, order.total),
        ("credit", 2, order.total),
        ("invoice", 3, order.total),
    ]
    assert issue.invoice(order.pk) == new


def test_who_may_not_bill_makes_nothing_anew() -> None:
    old = issue.invoice(paid().pk)
    with pytest.raises(gate.Refused):
        issue.reissue(old.order.number, old.number, works_at_the_desk(602, "marketing"))
    assert Invoice.objects.count() == 1


def test_the_row_names_nobody_and_the_paper_names_the_buyer() -> None:
    order = paid()
    row = issue.invoice(order.pk)
    kept = f"{row.__dict__}"
    assert not any(mark in kept for mark in ADA.marks)
    paper = seen_by_its_buyer(order, row.number)
    assert paper is not None
    drawn = pdf.html(paper)
    assert all(mark in drawn for mark in (ADA.name, ADA.street_address, row.number, "Cellorama LLC"))
    assert ADA.email not in drawn


def test_a_number_of_another_order_is_not_found() -> None:
    mine, other = paid(), paid((tube(title="Flask"), 1))
    row = issue.invoice(other.pk)
    assert seen_by_its_buyer(mine, row.number) is None


def test_who_has_not_shown_that_it_is_theirs_gets_no_paper() -> None:
    order = paid()
    number, browser = issue.invoice(order.pk).number, numbers.secret()
    assert papers.for_buyer(order.number, number) is None
    assert papers.for_buyer(order.number, number, person=gate.PersonId.random()) is None
    access.let_in(order.pk, browser)
    assert papers.for_buyer(order.number, number, browser=browser) is None
    person = gate.person_of_party(order.whose)
    assert papers.for_buyer(order.number, number, person=person) is not None


def test_each_look_by_staff_is_an_entry_and_needs_the_job() -> None:
    order = paid()
    row = issue.invoice(order.pk)
    with pytest.raises(gate.Refused):
        papers.for_staff(order.number, row.number, works_at_the_desk(603, "order_desk"))
    paper = papers.for_staff(order.number, row.number, works_at_the_desk(604, "privacy_officer"))
    assert paper is not None
    assert ADA.name in pdf.html(paper)
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=20)
    assert any(line.purpose == "comply_with_law" for line in lines)


def test_after_erasure_the_paper_can_be_made_for_the_law_and_for_nobody_else() -> None:
    order = paid()
    row = issue.invoice(order.pk)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    paper = papers.for_staff(order.number, row.number, works_at_the_desk(605, "privacy_officer"))
    assert paper is not None
    assert ADA.name in pdf.html(paper)
    with pytest.raises(gate.Refused):
        papers.for_staff(order.number, row.number, works_at_the_desk(606, "order_desk"))


def test_it_is_drawn_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    order = paid()
    paper = seen_by_its_buyer(order, issue.invoice(order.pk).number)
    assert paper is not None
    assert pdf.draw(paper).startswith(b"%PDF-")
    whole = pdf.html
    monkeypatch.setattr(pdf, "html", lambda paper: whole(paper) + '<img src="http://127.0.0.1:9/x.png">')
    with pytest.raises(pdf.CannotDraw, match="fetches nothing"):
        pdf.draw(paper)
    monkeypatch.setattr(pdf, "html", lambda paper: whole(paper) + '<img src="file:///etc/hostname">')
    with pytest.raises(pdf.CannotDraw, match="fetches nothing"):
        pdf.draw(paper)


def test_its_stylesheet_is_used_and_fetches_nothing_either(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    order = paid()
    paper = seen_by_its_buyer(order, issue.invoice(order.pk).number)
    assert paper is not None
    looks = tmp_path / "paper.css"
    looks.write_text(pdf.LOOKS.read_text() + "body { background: url(http://127.0.0.1:9/x.png) }")
    monkeypatch.setattr(pdf, "LOOKS", looks)
    with pytest.raises(pdf.CannotDraw, match="fetches nothing"):
        pdf.draw(paper)


def test_what_is_missing_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0': not found")
        return real(name, *args, **kwargs)

    assert pdf.missing() == ""
    monkeypatch.setattr(builtins, "__import__", without)
    assert "libpango-1.0-0 is missing" in pdf.missing()


@pytest.mark.parametrize(
    ("number", "says"),
    [("DE 136 695 976", "VAT number: DE136695976"), ("12-3456789", "Tax number: 12-3456789"), ("", "")],
)
def test_it_names_the_sellers_number_for_the_tax_and_the_day_it_was_paid(
    number: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = replace(gate.policy().controller, tax_id=number)
    in_force = replace(gate.policy(), controller=seller)
    monkeypatch.setattr(gate, "policy", lambda: in_force)
    order = paid((tube(title="Flask"), 1))
    Payment.objects.filter(order=order).update(settled_at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    told = content.read(issue.invoice(order.pk).content)
    assert (says in told.seller) is bool(says)
    assert ("number" in " ".join(told.seller)) is bool(says)
    assert told.paid_on == "2026-03-04"
    paper = seen_by_its_buyer(order, Invoice.objects.get().number)
    assert paper is not None
    page = pdf.html(paper)
    assert "Paid on</td><td>4 March 2026" in page
    assert says in page
