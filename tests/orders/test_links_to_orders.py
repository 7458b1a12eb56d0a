from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube
from troth import channels, gate
from troth.catalog.money import Money
from troth.channels.models import Message
from troth.orders import access, history, mails, numbers
from troth.orders.models import Order, OrderAccess

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def token_of(order: Order) -> str:
    return access.mint(order).split("/")[2]


def text(part) -> list[str]:  # type: ignore[no-untyped-def]
    return [line.reveal() for line in part.lines]


def test_the_browser_that_placed_it_sees_names_and_addresses_masked() -> None:
    order, browser = bought(), numbers.secret()
    access.let_in(order.pk, browser)
    page = history.for_browser(order.number, browser)
    assert page is not None
    assert not page.proven
    assert text(page.parts.contact) == ["A•• O••••••", "a•••@e•••.com", "+••••••"]
    assert text(page.parts.delivery)[-1] == "United States of America"
    shown = " ".join(text(page.parts.contact) + text(page.parts.delivery))
    assert not any(mark in shown for mark in (*ADA.marks, ADA.locality, ADA.postcode))
    assert not page.parts.billing


def test_the_link_in_the_mail_proves_the_mailbox_and_opens_everything() -> None:
    order, browser = bought(), numbers.secret()
    access.let_in(order.pk, browser)
    assert access.redeem(token_of(order), browser) == order.number
    page = history.for_browser(order.number, browser)
    assert page is not None
    assert page.proven
    assert text(page.parts.contact) == [ADA.name, ADA.email, ADA.telephone]
    access.let_in(order.pk, browser)
    assert access.of(order.number, browser).proven  # type: ignore[union-attr]


def test_a_link_opens_once() -> None:
    order = bought()
    token = token_of(order)
    assert access.is_open(token)
    assert access.is_open(token)
    assert access.redeem(token, numbers.secret())
    assert not access.is_open(token)
    assert access.redeem(token, numbers.secret()) is None


def test_a_strangers_browser_sees_nothing() -> None:
    order = bought()
    access.let_in(order.pk, numbers.secret())
    assert history.for_browser(order.number, numbers.secret()) is None
    assert history.for_browser(order.number, "") is None
    assert history.for_browser("T-000000", numbers.secret()) is None


def test_access_runs_out() -> None:
    order, browser = bought(), numbers.secret()
    access.let_in(order.pk, browser)
    OrderAccess.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert history.for_browser(order.number, browser) is None
    assert access.sweep() == 1


def test_the_cookie_is_stored_as_a_hash_only() -> None:
    order, browser = bought(), numbers.secret()
    access.let_in(order.pk, browser)
    assert OrderAccess.objects.get().browser_digest != browser


def test_an_account_sees_its_own_orders_and_no_others() -> None:
    told = {"email": {"email": BEN.email}, "residence": {"country": "DE"}}
    ben = gate.collect(None, told, purpose="account", source="sign_up").person
    his, hers = bought(BEN, person=ben), bought(ADA, (tube(title="Flask"), 1))
    assert [order.number for order in history.of(ben)] == [his.number]
    assert history.for_person(his.number, ben) is not None
    assert history.for_person(hers.number, ben) is None


def test_a_refusal_of_the_gate_shows_in_the_place_of_every_value(monkeypatch: pytest.MonkeyPatch) -> None:
    order, browser = bought(), numbers.secret()
    access.let_in(order.pk, browser, proven=True)

    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("O.c", "restricted", "This person has asked us to stop processing their data.")

    monkeypatch.setattr(gate, "use", refuse)
    page = history.for_browser(order.number, browser)
    assert page is not None
    for part in (page.parts.contact, page.parts.delivery, page.parts.billing):
        assert [type(line) for line in part.lines] == [gate.Withheld]


@pytest.mark.parametrize(
    "template", ["order_placed", "order_paid", "payment_failed", "order_shipped", "order_delivered", "order_cancelled"]
)
def test_mails_say_numbers_and_goods_and_no_name(template: str) -> None:
    order = bought()
    message = Message.objects.get()
    leaving = channels.Leaving(message.pk, template, order.whose, {"order": order.pk}, message.queued_at)
    facts = getattr(mails, template)(leaving)
    assert facts["number"] == order.number
    assert access.is_open(str(facts["url"]).split("/")[2])
    assert not any(mark in str(facts) for mark in ADA.marks)
    assert channels.templates.declared(template).needs <= facts.keys()


def test_the_apology_names_the_amount() -> None:
    order = bought()
    payment = order.payments.get()
    ids = {"order": order.pk, "payment": payment.pk, "because": "paid_late"}
    facts = mails.refund_apology(channels.Leaving(Message.objects.get().pk, "refund_apology", order.whose, ids))
    assert facts["refunded"] == Money(1590, "USD").text
    assert "somebody else" in str(facts["because"])
