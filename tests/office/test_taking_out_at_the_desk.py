"""Taking something out of an order, at the desk's page of it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import Comes, order_of
from troth.orders.models import Order, OrderLine, Payment, Refund
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Why
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def three_tubes() -> Order:
    order = order_of(ADA, Status.PAID)
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    line = order.lines.get()
    OrderLine.objects.filter(pk=line.pk).update(quantity=3, total=3 * line.price)
    return order


def page(browser: Client, order: Order) -> BeautifulSoup:
    return BeautifulSoup(browser.get(f"/office/orders/{order.number}/").content, "html.parser")


def filled_in(browser: Client, order: Order, many: str) -> dict[str, str]:
    form = page(browser, order).select_one('form[action$="/take-out/"]')
    assert form is not None
    typed = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    return {**typed, f"out-{order.lines.get().pk}": many}


def press(browser: Client, order: Order, typed: dict[str, str]) -> str:
    return browser.post(f"/office/orders/{order.number}/take-out/", typed, follow=True).content.decode()


def test_the_desk_takes_one_out_and_the_page_says_so(olga: Client) -> None:
    order = three_tubes()
    assert "Taken out" in press(olga, order, filled_in(olga, order, "1"))
    assert (order.lines.get().out, Refund.objects.count()) == (1, 1)
    assert "3 ordered, 1 taken out" in page(olga, order).get_text()
    field = page(olga, order).select_one('input[name^="out-"]')
    assert field is not None
    assert field["max"] == "2"


def test_the_second_of_two_desks_is_told(olga: Client) -> None:
    order = three_tubes()
    first, second = filled_in(olga, order, "1"), filled_in(olga, order, "1")
    press(olga, order, first)
    assert "A colleague has changed this order" in press(olga, order, second)
    assert order.lines.get().out == 1


@pytest.mark.parametrize("many", ["", "0", "7", "-1", "one", "1.5"])
def test_nonsense_takes_nothing_out_and_says_what_to_do(olga: Client, many: str) -> None:
    order = three_tubes()
    assert "Say how many are taken out" in press(olga, order, filled_in(olga, order, many))
    assert (order.lines.get().out, Refund.objects.count()) == (0, 0)


def test_it_is_not_offered_once_it_is_packed_nor_to_other_jobs(olga: Client, comes: Comes) -> None:
    order = three_tubes()
    assert page(comes("marketing"), order).select_one('form[action$="/take-out/"]') is None
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    assert page(olga, order).select_one('form[action$="/take-out/"]') is None


def with_sending(olga: Client, order: Order, sending: str, amount: str = "") -> dict[str, str]:
    return {**filled_in(olga, order, "1"), "sending": sending, "sending_amount": amount}


def test_the_desk_says_what_of_the_cost_of_sending_goes_back(olga: Client) -> None:
    order = three_tubes()
    choice = page(olga, order).select_one('select[name="sending"]')
    assert choice is not None
    first = choice.select_one("option")
    assert first is not None
    assert first["value"] == "less", "what is chosen unless somebody says otherwise"
    press(olga, order, with_sending(olga, order, "amount", "1.00"))
    assert Refund.objects.get(why=Why.SENDING).amount == 100


@pytest.mark.parametrize(
    ("sending", "amount", "status"),
    [("amount", "much", 422), ("amount", "", 422), ("nothing", "3.00", 422), ("amount", "9000", 409)],
)
def test_an_amount_that_cannot_be_stands_there_again(olga: Client, sending: str, amount: str, status: int) -> None:
    order = three_tubes()
    answer = olga.post(f"/office/orders/{order.number}/take-out/", with_sending(olga, order, sending, amount))
    assert answer.status_code == status
    form = BeautifulSoup(answer.content, "html.parser").select_one('form[action$="/take-out/"]')
    assert form is not None
    typed = form.select_one('[name="sending_amount"]')
    assert typed is not None
    assert typed.get("value", "") == amount
    assert form.select_one(f'option[value="{sending}"][selected]')
    assert form.select_one(".office-error")
    assert not Refund.objects.exists()


def test_whose_job_opens_no_address_is_not_offered_to_reckon_it(comes: Comes) -> None:
    order = three_tubes()
    options = page(comes("customer_service"), order).select('select[name="sending"] option')
    assert [each["value"] for each in options] == ["nothing", "amount"]
