"""The mails about a real order, told by the orders room itself, from the queue to the letter."""

import email
import email.policy
import importlib

import pytest

from tests.cast import ADA
from tests.orders.buying import bought
from troth import channels, orders
from troth.channels import queue
from troth.channels.models import Message, State
from troth.orders.models import Order, Parcel
from troth.orders.models.parcel import Booking
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TOLD_BY_ORDERS = ["order_placed", "order_paid", "order_shipped", "order_delivered", "payment_failed", "order_cancelled"]


@pytest.fixture
def order_facts(monkeypatch):
    """In the place of the conftest's: the facts as the room registered them."""
    mails = importlib.import_module(f"{orders.__name__}.mails")
    for name in TOLD_BY_ORDERS:
        monkeypatch.setitem(channels.templates._facts, name, getattr(mails, name))


def test_each_leaves_with_a_link_of_its_own_and_without_the_address(post):
    order = bought(ADA)
    Message.objects.all().delete()
    for name in TOLD_BY_ORDERS:
        channels.send(name, order.whose, order=order.pk)
    queue.send_due()
    assert set(Message.objects.values_list("state", "code")) == {(State.SENT, "")}
    links = set()
    for address, raw in post.letters:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        text = letter.get_body(("plain",)).get_content()
        assert address == ADA.email
        assert order.number in letter["Subject"]
        assert ADA.street_address not in text
        assert ADA.name not in text
        links |= {line for line in text.split() if "/orders/" in line}
    assert len(links) == len(TOLD_BY_ORDERS)


@pytest.mark.parametrize("carrier", ["", "ups"])
def test_what_the_shop_carries_itself_names_no_carrier_and_says_that_nobody_was_told(post, carrier):
    order = bought(ADA)
    parcel = Parcel.objects.create(order=order, ref="r", carrier=carrier, service="own", booking=Booking.BOOKED)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED, method_name="Own", carrier=carrier)
    Message.objects.all().delete()
    channels.send("order_shipped", order.whose, order=order.pk, parcel=parcel.pk)
    queue.send_due()
    [(_address, raw)] = post.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    for kind in ("plain", "html"):
        text = letter.get_body((kind,)).get_content()
        assert ("by our own means" in text) is (not carrier)
        assert ("nobody outside was told" in text) is (not carrier)
        assert ("UPS" in text) is bool(carrier)
