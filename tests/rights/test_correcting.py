"""Correcting: the record is replaced, an open order can still be put right, and nothing counts as a purchase."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube
from tests.orders.invoices.test_papers import massachusetts
from tests.rights.conftest import account, reading
from troth import gate
from troth.orders.models import Order
from troth.orders.states import Status
from troth.rights import correct, mine
from troth.rights.reader import Reader
from troth.vault.models import Person, Record

pytestmark = pytest.mark.django_db
ELSEWHERE = {**ADA.address, "street_address": "9 Elsewhere Road"}


def paid(customer=ADA):
    order = bought(customer, (tube(title=f"Tube for {customer.name}"), 1))
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    person = gate.person_of_party(order.whose)
    assert person is not None
    return Reader((person,)), order


def owned(reader, kind):
    return next(each for each in mine.mine(reader).all_of_it if each.record.kind == kind)


def delivery(order):
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    return told.fields["order_delivery"]["street_address"].reveal()


def test_ones_own_record_is_replaced():
    reader = reading(account(ADA))
    record = owned(reader, "name").record.id
    correct.correct(correct.to_correct(reader, record), {"name": "Ada Lovell"})
    assert owned(reader, "name").fields[0][2].reveal() == "Ada Lovell"
    assert not Record.objects.filter(id=record).exists()


def test_an_address_of_the_book_is_replaced_and_the_others_stay():
    reader = reading(account(ADA))
    gate.collect(reader.first, {"address": ADA.address}, purpose="account", source="account_form")
    one, other = (each for each in mine.mine(reader).own if each.record.kind == "address")
    correct.correct(correct.to_correct(reader, one.record.id), ELSEWHERE)
    left = {each.record.id for each in mine.mine(reader).own if each.record.kind == "address"}
    assert len(left) == 2
    assert other.record.id in left
    assert one.record.id not in left


@pytest.mark.parametrize("kind", ["email", "order_billing"])
def test_some_things_are_not_corrected_here(kind):
    reader, _ = paid()
    with pytest.raises(correct.NotYours):
        correct.to_correct(reader, owned(reader, kind).record.id)


def test_a_purchase_order_number_stays_when_the_address_beside_it_is_put_right():
    told = {**ADA.address, "purchase_order": "PO-17"}
    order = bought(ADA, (tube(), 1), delivery=told)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    reader = Reader((gate.person_of_party(order.whose),))
    correct.correct(correct.to_correct(reader, owned(reader, "order_delivery").record.id), ELSEWHERE)
    record = owned(reader, "order_delivery").record
    assert record["purchase_order"].reveal() == "PO-17"
    assert record["street_address"].reveal() == "9 Elsewhere Road"


def test_the_delivery_of_an_order_not_yet_packed_can_be_put_right():
    reader, order = paid()
    correct.correct(correct.to_correct(reader, owned(reader, "order_delivery").record.id), ELSEWHERE)
    assert delivery(order) == "9 Elsewhere Road"
    assert Record.objects.filter(party=order.party, kind="order_delivery").count() == 1


def test_so_can_its_contact():
    reader, order = paid()
    told = {"name": ADA.name, "email": "other@example.com"}
    correct.correct(correct.to_correct(reader, owned(reader, "order_contact").record.id), told)
    opened = gate.use(
        order.whose, ["order_contact"], purpose="order_communication", actor=gate.system("order_communication")
    )
    assert opened.first("order_contact")["email"].reveal() == "other@example.com"


@pytest.mark.parametrize("status", [Status.PACKED, Status.SHIPPED, Status.DELIVERED, Status.CANCELLED])
def test_from_the_packing_table_on_it_cannot(status):
    reader, order = paid()
    held = correct.to_correct(reader, owned(reader, "order_delivery").record.id)
    Order.objects.filter(pk=order.pk).update(status=status)
    assert not owned(reader, "order_delivery").correctable
    with pytest.raises(correct.TooLate):
        correct.correct(held, ELSEWHERE)
    assert Record.objects.filter(id=held.record.id).exists()


def test_packed_in_the_same_moment_is_said_and_not_passed_over(monkeypatch):
    reader, order = paid()
    held = correct.to_correct(reader, owned(reader, "order_delivery").record.id)
    real = gate.collect

    def meanwhile(*args, **told):
        Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
        return real(*args, **told)

    monkeypatch.setattr(gate, "collect", meanwhile)
    with pytest.raises(correct.TooLate):
        correct.correct(held, ELSEWHERE)


def test_an_order_cannot_be_sent_on_to_where_nothing_may_go():
    reader, order = paid()
    held = correct.to_correct(reader, owned(reader, "order_delivery").record.id)
    with pytest.raises(gate.Refused):
        correct.correct(held, {**ADA.address, "country": "CU", "region": ""})
    assert delivery(order) == ADA.street_address


def test_not_to_where_other_taxes_are_due():
    massachusetts()
    reader, order = paid()
    held = correct.to_correct(reader, owned(reader, "order_delivery").record.id)
    with pytest.raises(correct.OtherTaxes):
        correct.correct(held, {**ELSEWHERE, "region": "NY" if ADA.address["region"] == "MA" else "MA"})
    assert delivery(order) == ADA.address["street_address"]
    correct.correct(held, ELSEWHERE)
    assert delivery(order) == ELSEWHERE["street_address"]


def test_a_correction_after_new_year_stays_in_the_orders_year_and_is_no_purchase(monkeypatch):
    reader, order = paid()
    bought_on = Person.objects.get(id=reader.first).last_purchase
    key = Record.objects.get(party=order.party, kind="order_delivery").key_id
    later = timezone.now() + dt.timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    correct.correct(correct.to_correct(reader, owned(reader, "order_delivery").record.id), ELSEWHERE)
    (only,) = Record.objects.filter(party=order.party, kind="order_delivery")
    assert only.key_id == key
    assert Person.objects.get(id=reader.first).last_purchase == bought_on


def test_nobody_corrects_anybody_elses():
    reader, _ = paid()
    stranger, _ = paid(BEN)
    with pytest.raises(correct.NotYours):
        correct.to_correct(stranger, owned(reader, "order_delivery").record.id)


def test_a_telephone_can_be_taken_out_and_a_name_cannot():
    reader = reading(account(ADA))
    correct.remove(reader, owned(reader, "telephone").record.id)
    assert not Record.objects.filter(kind="telephone").exists()
    with pytest.raises(correct.NotYours):
        correct.remove(reader, owned(reader, "name").record.id)
