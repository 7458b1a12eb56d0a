"""What the office's books say of taxes for the tax office: by the papers, with what was credited taken off."""

from __future__ import annotations

import csv
import io

import pytest

from tests.office.conftest import Comes
from tests.orders.buying import tube
from tests.orders.invoices.test_papers import massachusetts, paid, refund
from troth.orders.invoices import issue

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/figures/books/"


def test_a_return_to_the_tax_office_is_read_off_the_page_and_the_file(comes: Comes) -> None:
    massachusetts()
    order = paid((tube(price=2400), 2))
    issue.invoice(order.pk)
    issue.credit(refund(order, order.total).pk)
    issue.invoice(paid((tube(title="Flask", price=2400), 1)).pk)
    bilal = comes("bookkeeping")
    asked = {"range": "this-month"}
    said = bilal.get(HERE, asked).content.decode()
    assert "Taxes on papers" in said
    lines = [*csv.reader(io.StringIO(bilal.get(f"{HERE}file/", {**asked, "as": "csv"}).content.decode("utf-8-sig")))]
    rows = lines[lines.index(["Taxes on papers"]) + 2 :]
    assert rows[0] == ["Massachusetts sales tax", "6.25", "on top", "4.50", "3.00", "24.00", "1.50"]
    assert rows[1][3:] == ["4.50", "3.00", "24.00", "1.50"]
