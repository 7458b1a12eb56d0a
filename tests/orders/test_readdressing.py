"""The order desk changes where an order goes, in the same country and under the same taxes; the customer is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import ADA
from tests.office.conftest import order_of
from tests.orders.buying import tube, works_at_the_desk
from tests.orders.invoices.test_papers import massachusetts, paid
from troth import gate
from troth.channels.models import Message
from troth.orders import readdress
from troth.orders.invoices import issue
from troth.orders.models import Order, TaxRule
from troth.orders.models.order import What
from troth.orders.models.parcel import Booking, Way
from troth.orders.states import Status
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ELSEWHERE = "44 Quite Another Road"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def told(order: Order, olga: gate.Actor, **changes: str) -> tuple[dict[str, str], str]:
    now = readdress.opened(order.number, olga)
    assert now is not None
    return {**now.fields, **changes}, now.seen


def moved(order: Order, olga: gate.Actor, **changes: str) -> None:
    fields, seen = told(order, olga, **{"street_address": ELSEWHERE, **changes})
    readdress.change(order.number, fields, seen, actor=olga)


def street(order: Order, olga: gate.Actor) -> str:
    now = readdress.opened(order.number, olga)
    assert now is not None
    return now.fields["street_address"]


def nothing_happened(order: Order, olga: gate.Actor) -> bool:
    mails = Message.objects.filter(template="order_readdressed")
    events = order.events.filter(what=What.READDRESSED)
    return street(order, olga) == ADA.address["street_address"] and not mails.exists() and not events.exists()


def test_it_goes_there_and_the_customer_learns_of_it(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    moved(order, olga)
    assert street(order, olga) == ELSEWHERE
    [mail] = Message.objects.filter(template="order_readdressed")
    assert str(mail.ids["order"]) == str(order.pk)
    assert order.events.filter(what=What.READDRESSED, by="staff").count() == 1
    assert ELSEWHERE not in repr([*Message.objects.values()]) + repr([*order.events.values()])


def test_the_old_one_is_gone_and_the_entry_says_who_changed_it(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    many = Record.objects.filter(party=order.party).count()
    moved(order, olga)
    assert Record.objects.filter(party=order.party).count() == many
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=20)
    [line] = [each for each in lines if each.verb == "collect" and each.actor == "employee"]
    assert (line.purpose, line.decision) == ("fulfil_order", "allowed")


def test_the_purchase_order_number_stays_with_it(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    fields, _seen = told(order, olga, purchase_order="PO-77")
    person = gate.person_of_party(order.whose)
    by = {"purpose": "fulfil_order", "source": "office", "actor": olga, "party": order.whose}
    gate.collect(person, {"order_delivery": fields}, **by)  # type: ignore[arg-type]
    fields, seen = told(order, olga, street_address=ELSEWHERE)
    readdress.change(order.number, {k: v for k, v in fields.items() if k != "purchase_order"}, seen, actor=olga)
    now = readdress.opened(order.number, olga)
    assert now is not None
    assert (now.fields["purchase_order"], now.fields["street_address"]) == ("PO-77", ELSEWHERE)


def test_what_is_left_empty_now_is_gone(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    moved(order, olga, organization="Somebody Inc.")
    moved(order, olga, organization="", street_address="1 Third Street")
    now = readdress.opened(order.number, olga)
    assert now is not None
    assert "organization" not in now.fields


def test_an_invoice_keeps_its_address(olga: gate.Actor) -> None:
    order = paid((tube(), 1))
    issue.invoice(order.pk)
    moved(order, olga)
    billing = gate.use(order.whose, ("order_billing",), purpose="billing", actor=works_at_the_desk(502, "bookkeeping"))
    record = billing.first("order_billing")
    assert record is not None
    line = record["street_address"]
    assert isinstance(line, gate.Personal)
    assert line.reveal() == ADA.address["street_address"]


# -- what is not done


def test_not_to_another_country(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    with pytest.raises(readdress.AnotherCountry):
        moved(order, olga, country="DE", region="", postcode="10115")
    assert nothing_happened(order, olga)


def test_not_where_another_tax_is_due(olga: gate.Actor) -> None:
    massachusetts()
    order = order_of(ADA, Status.PAID)
    elsewhere = "NY" if ADA.address["region"] == "MA" else "MA"
    with pytest.raises(readdress.OtherTaxes):
        moved(order, olga, region=elsewhere, postcode="10001")
    assert nothing_happened(order, olga)


def test_but_where_the_tax_is_the_same(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    assert not TaxRule.objects.filter(country="US").exists()
    moved(order, olga, region="NY", postcode="10001", locality="New York")
    assert street(order, olga) == ELSEWHERE


def test_not_where_nothing_may_be_sent(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = readdress.places.Closed("1.5", "We send nothing there.")
    monkeypatch.setattr(readdress.places, "closed", lambda country, region="": closed)
    order = order_of(ADA, Status.PAID)
    with pytest.raises(readdress.NotSentThere, match="We send nothing there"):
        moved(order, olga)
    assert nothing_happened(order, olga)


@pytest.mark.parametrize(
    "status", [Status.SHIPPED, Status.PART_SHIPPED, Status.DELIVERED, Status.CANCELLED, Status.ABANDONED]
)
def test_not_once_it_has_left_or_is_over(olga: gate.Actor, status: Status) -> None:
    order = order_of(ADA, status)
    with pytest.raises(readdress.GoneAlready):
        moved(order, olga)
    assert nothing_happened(order, olga)


@pytest.mark.parametrize("booking", readdress.LABELLED)
def test_a_label_is_taken_back_first(olga: gate.Actor, booking: Booking) -> None:
    order = order_of(ADA, Status.PACKED)
    parcel = order.parcels.create(ref="r", carrier="ups", service="s", booking=booking, way=Way.BOOKED)
    with pytest.raises(readdress.LabelFirst):
        moved(order, olga)
    assert nothing_happened(order, olga)
    order.parcels.filter(pk=parcel.pk).update(booking=Booking.CANCELLED)
    moved(order, olga)
    assert street(order, olga) == ELSEWHERE


def test_of_two_desks_the_second_is_told(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    fields, seen = told(order, olga, street_address="1 First Street")
    moved(order, olga)
    with pytest.raises(readdress.ChangedSince):
        readdress.change(order.number, fields, seen, actor=olga)
    assert street(order, olga) == ELSEWHERE


def test_the_same_once_more_writes_and_tells_nothing(olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    moved(order, olga)
    with pytest.raises(readdress.SameAddress):
        moved(order, olga)
    assert Message.objects.filter(template="order_readdressed").count() == 1


def test_a_label_made_in_the_same_moment_is_told_of(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parcel is booked between looking and changing: the customer is told all the same."""
    order = order_of(ADA, Status.PACKED)
    real: Callable[..., Any] = gate.collect

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        order.parcels.create(ref="r", carrier="ups", service="s", booking=Booking.BOOKED)
        return real(*args, **kwargs)

    monkeypatch.setattr(gate, "collect", meanwhile)
    with pytest.raises(readdress.LabelMeanwhile):
        moved(order, olga)
    assert Message.objects.filter(template="order_readdressed").count() == 1


@pytest.mark.parametrize("role", ["marketing", "bookkeeping", "customer_service"])
def test_only_whoever_sends_orders(olga: gate.Actor, role: str) -> None:
    order = order_of(ADA, Status.PAID)
    fields, seen = told(order, olga, street_address=ELSEWHERE)
    with pytest.raises(gate.Refused):
        readdress.change(order.number, fields, seen, actor=works_at_the_desk(77, role))
    assert nothing_happened(order, olga)
