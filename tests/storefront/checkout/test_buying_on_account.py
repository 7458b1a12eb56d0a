"""At the checkout: to pay after the invoice, for whom it is offered, and a number of one's own for the papers."""

from __future__ import annotations

import pytest

from tests.cast import ADA
from tests.orders.account.buying_on_account import account_of, came, owed, papers, person_of, sells_on_account
from tests.orders.buying import works_at_the_desk
from tests.storefront.checkout.pages import Shopper
from tests.storefront.checkout.test_pace import statements
from troth import gate
from troth.catalog.models import Variant
from troth.orders import slips
from troth.orders.account import approval
from troth.orders.invoices import papers as invoices
from troth.orders.invoices import pdf
from troth.orders.models import Invoice, Order, Payment
from troth.orders.models.account import Whom
from troth.orders.states import Status
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
OFFERED, NUMBER = "By bank transfer, after the invoice", "PO-4500017-Ädam"


@pytest.fixture
def ada(db: None) -> User:
    return account_of()


@pytest.fixture
def signed_in(ada: User, shopper: Shopper) -> Shopper:
    shopper.client.force_login(ada)
    return shopper


@pytest.fixture
def bilal(db: None) -> gate.Actor:
    return works_at_the_desk(610, "bookkeeping")


def test_who_is_offered_it_orders_and_is_led_to_the_order_not_to_the_till(signed_in: Shopper, tube: Variant) -> None:
    sells_on_account()
    signed_in.takes(tube)
    assert OFFERED in signed_in.look("/checkout/")
    signed_in.orders(pay="account")
    order = Order.objects.get()
    assert signed_in.went_to == f"/orders/{order.number}/"
    page = signed_in.look(signed_in.went_to)
    assert "Waiting for bank transfer" in page
    assert "DE02 1203 0000 0000 2020 51" in page
    assert f"{order.number}</strong>" in page
    assert "Not paid yet" not in page
    assert not Payment.objects.exists()


def test_of_the_payment_provider_is_told_beside_the_card_alone(signed_in: Shopper, tube: Variant) -> None:
    """Who pays after the invoice goes to no provider."""
    provider, button = "payment provider’s own page", ">Place the order<"
    signed_in.takes(tube)
    assert provider in signed_in.look("/checkout/").partition(">Order and pay<")[2]
    sells_on_account()
    before, _button, after = signed_in.look("/checkout/").partition(button)
    assert provider in before.partition(OFFERED)[0]
    assert provider not in after


def test_by_card_it_goes_on_as_ever(signed_in: Shopper, tube: Variant) -> None:
    sells_on_account()
    signed_in.takes(tube).orders(pay="card")
    assert "/practice/" in signed_in.went_to or "till" in signed_in.went_to
    assert Order.objects.get().status == Status.PLACED


def test_a_guest_is_not_offered_it_and_pays_no_statement_more(tube: Variant) -> None:
    guest = Shopper().takes(tube)
    guest.look("/checkout/")
    with statements() as before:
        guest.look("/checkout/")
    sells_on_account()
    guest.look("/checkout/")
    with statements() as after:
        assert OFFERED not in guest.look("/checkout/")
    assert len(after) == len(before), "\n".join(after)


def test_a_guest_who_posts_it_all_the_same_orders_nothing_and_loses_nothing(shopper: Shopper, tube: Variant) -> None:
    sells_on_account()
    shopper.takes(tube).orders(pay="account", purchase_order=NUMBER)
    assert shopper.answer.status_code == 409
    assert "Please choose to pay at once" in shopper.page
    assert NUMBER in shopper.page
    assert ADA.street_address in shopper.page
    assert not Order.objects.exists()


def test_who_owes_too_much_is_told_and_can_pay_at_once(signed_in: Shopper, tube: Variant) -> None:
    sells_on_account()
    signed_in.takes(tube).orders(pay="account")
    sells_on_account(limit=Order.objects.get().total + 1)
    signed_in.takes(tube).orders(pay="account")
    assert signed_in.answer.status_code == 409
    assert "more than we sell on account at a time" in signed_in.page
    signed_in.press("/checkout/", **signed_in.form(pay="card"))
    assert signed_in.answer.status_code == 303


def test_to_who_is_not_approved_it_is_not_offered_until_they_are(
    signed_in: Shopper, ada: User, tube: Variant, bilal: gate.Actor
) -> None:
    sells_on_account(whom=Whom.APPROVED)
    signed_in.takes(tube)
    assert OFFERED not in signed_in.look("/checkout/")
    signed_in.orders(pay="card")
    approval.decide(Order.objects.get().number, True, bilal)
    signed_in.takes(tube)
    page = signed_in.look("/checkout/")
    assert OFFERED in page
    assert "We send it before that." in page


def test_ended_while_the_page_was_open_it_is_said(signed_in: Shopper, tube: Variant) -> None:
    sells_on_account()
    signed_in.takes(tube)
    signed_in.look("/checkout/")
    form = signed_in.form(pay="account")
    sells_on_account(active=False)
    signed_in.press("/checkout/", **form)
    assert signed_in.answer.status_code == 409
    assert OFFERED not in signed_in.page
    assert not Order.objects.exists()


def test_once_it_is_paid_the_page_of_the_order_says_so(signed_in: Shopper, tube: Variant, bilal: gate.Actor) -> None:
    sells_on_account()
    signed_in.takes(tube).orders(pay="account")
    order = Order.objects.get()
    came(order, 300, bilal)
    assert "$3.00 of" in signed_in.look(f"/orders/{order.number}/")
    came(order, owed(order).amount - 300, bilal, "rest")
    page = signed_in.look(f"/orders/{order.number}/")
    assert "Its invoice is paid." in page
    assert "DE02" not in page


def test_their_own_number_stands_on_slip_invoice_order_and_my_privacy(
    signed_in: Shopper, ada: User, tube: Variant
) -> None:
    sells_on_account()
    signed_in.takes(tube).orders(pay="account", purchase_order=NUMBER)
    order = Order.objects.get()
    assert f"Purchase order: {NUMBER}" in signed_in.look(f"/orders/{order.number}/")
    slip = slips.slip(order.number, works_at_the_desk(611))
    assert slip is not None
    assert slip.delivery.lines[-1].reveal() == f"Purchase order: {NUMBER}"
    papers(order)
    paper = invoices.for_buyer(order.number, Invoice.objects.get().number, person=person_of(ada))
    assert paper is not None
    drawn = pdf.html(paper)
    assert NUMBER in drawn
    assert "Total, to be paid" in drawn
    assert "DE02 1203 0000 0000 2020 51" in drawn
    assert signed_in.look("/my/privacy/data/").count(NUMBER) == 2


def test_who_pays_by_card_has_a_number_of_their_own_too(shopper: Shopper, tube: Variant) -> None:
    shopper.takes(tube).orders(purchase_order=NUMBER)
    order = Order.objects.get()
    opened = gate.use(order.whose, ["order_billing"], purpose="billing", actor=gate.system("billing"))
    record = opened.first("order_billing")
    assert record is not None
    assert record["purchase_order"].reveal() == NUMBER
    assert Shopper().takes(tube).orders(purchase_order="x" * 41).answer.status_code == 422
    card = Shopper().takes(tube).orders(purchase_order="4111 1111 1111 1111")
    assert card.answer.status_code == 422
    assert "payment card" in card.page


def test_no_carrier_is_told_their_number(shopper: Shopper, tube: Variant) -> None:
    """It is on the slip inside, for whoever unpacks."""
    policy = gate.policy()
    for recipient in policy.recipients.values():
        for granted in recipient.grants.values():
            assert "purchase_order" not in granted.get("order_delivery", ())
