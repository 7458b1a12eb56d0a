"""The buyer has an invoice as PDF and as XML for their own programs; nobody else has either."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA
from tests.orders.invoices.standard import faults
from tests.orders.invoices.test_papers import massachusetts, paid
from troth.orders import access, numbers
from troth.orders.invoices import issue
from troth.orders.models import Order
from troth.storefront.checkout import cookie

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def browser_of(order: Order, *, proven: bool = True) -> Client:
    word, client = numbers.secret(), Client()
    access.let_in(order.pk, word, proven=proven)
    client.cookies[cookie.name()] = word
    return client


def test_the_xml_is_what_the_standard_wants_and_kept_nowhere() -> None:
    massachusetts()
    order = paid()
    number = issue.invoice(order.pk).number
    here = f"/orders/{order.number}/papers/{number}/"
    client = browser_of(order)
    assert f'href="{here}?as=xml"' in client.get(f"/orders/{order.number}/").content.decode()
    answer = client.get(here, {"as": "xml"})
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"] == f'attachment; filename="invoice-{number}.xml"'
    assert "no-store" in answer["Cache-Control"]
    assert faults(answer.content) == []
    assert ADA.name.encode() in answer.content


def test_who_has_not_shown_that_it_is_theirs_gets_none() -> None:
    order = paid()
    here = f"/orders/{order.number}/papers/{issue.invoice(order.pk).number}/"
    assert Client().get(here, {"as": "xml"}).status_code == 404
    assert browser_of(order, proven=False).get(here, {"as": "xml"}).status_code == 404


def test_a_paper_the_standard_has_no_words_for_is_said_in_a_sentence() -> None:
    order = paid()
    row = issue.invoice(order.pk)
    row.currency = "KWD"
    row.save()
    answer = browser_of(order).get(f"/orders/{order.number}/papers/{row.number}/", {"as": "xml"})
    assert answer.status_code == 409
    assert "two decimals" in answer.content.decode()
