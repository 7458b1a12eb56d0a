"""Bookkeeping in the office: a month's page, its files, the accounts, the mark. For whoever keeps the books and nobody else."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import ADA
from tests.office.conftest import Comes
from tests.orders.buying import tube
from tests.orders.invoices.test_papers import massachusetts, paid
from troth import gate
from troth.orders.invoices import issue
from troth.orders.models import BookAccount, ClosedMonth, Order, OrderTax

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/bookkeeping/"


def this() -> str:
    return f"{timezone.localdate():%Y-%m}"


def before() -> str:
    return f"{timezone.localdate().replace(day=1) - timedelta(days=1):%Y-%m}"


def sold() -> Order:
    massachusetts()
    order = paid((tube(price=2400), 2))
    issue.invoice(order.pk)
    return order


def test_the_file_of_a_month_names_nobody(comes: Comes) -> None:
    order = sold()
    bilal = comes("bookkeeping")
    answer = bilal.post(f"{HERE}journal/", {"month": this(), "as": "csv"})
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[8:11] == ["Net", "Tax amount", "Gross"] or head[8:11] == [
        "Net (USD)",
        "Tax amount (USD)",
        "Gross (USD)",
    ]
    assert [line[1] for line in lines] == ["Invoice", "Invoice", "Payment"]
    assert lines[0][5:11] == ["Massachusetts sales tax", "6.25", "taxed where it goes", "48.00", "3.00", "51.00"]
    assert lines[0][11:] == ["4000", "2200", "1200"]
    assert sum(int(line[10].replace(".", "")) for line in lines[:2]) == order.total
    assert not any(mark.encode() in answer.content for mark in ADA.marks)
    assert "no-store" in answer["Cache-Control"]


def test_with_names_only_where_asked_and_each_is_an_entry(comes: Comes) -> None:
    order = sold()
    bilal = comes("bookkeeping")
    with_names = bilal.post(f"{HERE}journal/", {"month": this(), "as": "csv", "names": "1"}).content.decode("utf-8-sig")
    assert ADA.name in with_names
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    assert any(line.purpose == "billing" and line.verb == "use" for line in lines)
    batch = bilal.post(f"{HERE}journal/", {"month": this(), "as": "datev", "names": "1"})
    assert ADA.name.encode("cp1252") not in batch.content
    assert batch["Content-Disposition"].startswith('attachment; filename="EXTF_Buchungsstapel-')


def test_a_name_that_looks_like_a_formula_is_none(comes: Comes) -> None:
    sold()
    OrderTax.objects.update(name='=HYPERLINK("http://x")')
    order = Order.objects.get()
    row = order.invoices.get()
    row.content["taxes"][0]["name"] = '=HYPERLINK("http://x")'
    row.save()
    bilal = comes("bookkeeping")
    as_csv = bilal.post(f"{HERE}journal/", {"month": this(), "as": "csv"}).content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(as_csv)) for cell in line]
    assert '\'=HYPERLINK("http://x")' in cells
    assert not any(cell.startswith("=") for cell in cells)
    book = load_workbook(BytesIO(bilal.post(f"{HERE}journal/", {"month": this(), "as": "xlsx"}).content))
    assert "f" not in {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line}


def test_what_datev_cannot_hold_is_said_on_the_page(comes: Comes) -> None:
    sold()
    BookAccount.objects.create(use="money", number="BANK")
    page = comes("bookkeeping").post(f"{HERE}journal/", {"month": this(), "as": "datev"}, follow=True)
    assert "BANK" in page.content.decode()


def test_accounts_are_written_and_a_wrong_one_loses_nothing(comes: Comes) -> None:
    bilal = comes("bookkeeping")
    page = bilal.post(f"{HERE}accounts/", {"customers": "1210", "money": "no account"}).content.decode()
    assert 'value="1210"' in page
    assert 'value="no account"' in page
    assert "is no number of an account" in page
    assert not BookAccount.objects.exists()
    page = bilal.post(f"{HERE}accounts/", {"customers": "1210", "money": "1050"}, follow=True).content.decode()
    assert "The accounts are kept" in page
    assert BookAccount.objects.get().number == "1210"


def test_what_is_not_settled_stands_on_the_page_of_its_month(comes: Comes) -> None:
    order = paid((tube(price=2400), 2))
    bilal = comes("bookkeeping")
    assert order.number in bilal.get(HERE, {"month": this()}).content.decode()
    assert order.number not in bilal.get(HERE).content.decode()
    assert "Everything of this month is settled" in bilal.get(HERE).content.decode()


def test_a_month_is_closed_and_opened_again(comes: Comes) -> None:
    bilal = comes("bookkeeping")
    page = bilal.post(f"{HERE}closed/", {"month": before(), "word": "close"}, follow=True).content.decode()
    assert "by Bookkeeping" in page
    bilal.post(f"{HERE}closed/", {"month": this(), "word": "close"})
    assert ClosedMonth.objects.count() == 1
    bilal.post(f"{HERE}closed/", {"month": before(), "word": "open"})
    assert not ClosedMonth.objects.exists()


def test_the_desk_is_told_where_a_new_paper_would_change_a_closed_month(comes: Comes) -> None:
    order = sold()
    row = order.invoices.get()
    row.issued_at -= timedelta(days=timezone.localdate().day)
    row.save()
    bilal, here = comes("bookkeeping"), f"/office/orders/{order.number}/"
    assert "changes it" not in bilal.get(here).content.decode()
    bilal.post(f"{HERE}closed/", {"month": before(), "word": "close"})
    assert "A new invoice or credit note here changes it" in bilal.get(here).content.decode()


@pytest.mark.parametrize("month", ["", "2026-13", "9999-01", "0001-01", "x" * 500, "2026-01-01"])
def test_a_month_that_makes_no_sense_is_the_last_one(month: str, comes: Comes) -> None:
    answer = comes("bookkeeping").get(HERE, {"month": month})
    assert answer.status_code == 200
    assert f"{HERE}journal/" in answer.content.decode()
    assert f'name="month" value="{before()}"' in answer.content.decode()


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "marketing", "site_keeper"])
def test_whose_job_it_is_not_comes_nowhere_here(who: str, comes: Comes) -> None:
    somebody = comes(who)
    assert somebody.get(HERE).status_code == 403
    assert somebody.get(f"{HERE}accounts/").status_code == 403
    assert somebody.post(f"{HERE}journal/", {"month": this(), "as": "csv", "names": "1"}).status_code == 403
    assert somebody.post(f"{HERE}closed/", {"month": before(), "word": "close"}).status_code == 403
    assert not ClosedMonth.objects.exists()


def test_the_papers_of_an_order_can_be_had_for_programs(comes: Comes) -> None:
    order = sold()
    number = order.invoices.get().number
    answer = comes("bookkeeping").post(f"/office/orders/{order.number}/papers/{number}/", {"as": "xml"})
    assert answer["Content-Type"] == "application/xml"
    assert b"CrossIndustryInvoice" in answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="invoice-{number}.xml"'
