"""Where an order is placed from: noted with it, weighed, shown to the buyer, and gone after thirty days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.finder import found
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.visits.log.conftest import NETWORKS
from troth import gate
from troth.orders.models import Order
from troth.orders.risk import known, whence
from troth.orders.risk.signals import Code, Facts, score, sentences, weighed
from troth.orders.risk.weighing import look
from troth.orders.states import Status
from troth.rights.mine import mine
from troth.rights.reader import Reader
from troth.visits.log import networks
from troth.visits.practice.mmdb import write

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BOSTON, BERLIN, DATA_CENTRE, HIDDEN = "203.0.113.77", "198.51.100.9", "192.0.2.3", "192.0.2.200"


@pytest.fixture(autouse=True)
def _networks(tmp_path: Path, settings: Any) -> None:
    settings.TROTH = replace(settings.TROTH, networks=(write(tmp_path / "networks.mmdb", NETWORKS),))
    networks._opened.cache_clear()
    cache.clear()


def asks(address: str) -> Any:
    return RequestFactory().post("/checkout/", REMOTE_ADDR=address)


def order_from(address: str, customer: Customer = ADA) -> Order:
    request = asks(address)
    order = bought(customer, (tube(title=f"Tube {Order.objects.count()}"), 1), visit=whence.noticed(request))
    whence.count(request)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    return Order.objects.get(pk=order.pk)


def noted(order: Order, purpose: str = "order_verification") -> Mapping[str, str]:
    """What lies with an order, as its check opens it."""
    record = gate.use(order.whose, ["order_visit"], purpose=purpose, actor=gate.system(purpose)).first("order_visit")
    return (
        {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}
        if record
        else {}
    )


def codes(order: Order) -> set[Code]:
    return {signal.code for signal in weighed(known.facts(order))}


def test_an_order_takes_along_where_it_was_placed_from() -> None:
    told = dict(noted(order_from(BOSTON)))
    assert told.pop("time").startswith(f"{timezone.now():%Y-%m-%dT}")
    assert told == {
        "ip_address": BOSTON,
        "provider": "Harbor Cable",
        "location": "US-MA",
        "orders_that_day": "1",
    }


def test_the_record_says_that_it_came_from_the_visit_and_not_from_what_was_typed() -> None:
    order = order_from(BOSTON)
    opened = gate.use(order.whose, ["order_visit"], purpose="rights_request", actor=gate.system("rights_request"))
    assert opened.records[0].source == "visit"
    contact = gate.use(order.whose, ["order_contact"], purpose="fulfil_order", actor=gate.system("fulfil_order"))
    assert contact.records[0].source == "guest_checkout"


@pytest.mark.parametrize(
    ("address", "customer", "code"),
    [
        (BOSTON, ADA, None),
        (BERLIN, BEN, None),
        (BERLIN, ADA, Code.NETWORK_ELSEWHERE),
        (DATA_CENTRE, ADA, Code.NETWORK_HOSTING),
        (HIDDEN, CHIARA, Code.NETWORK_HIDDEN),
        ("8.8.8.8", ADA, None),  # nobody knows
    ],
)
def test_the_network_speaks_for_or_against(address: str, customer: Customer, code: Code | None) -> None:
    assert codes(order_from(address, customer)) == ({code} if code else set())


def test_the_fifth_order_of_an_address_within_a_day_is_noticed() -> None:
    orders = [order_from(BOSTON) for _each in range(5)]
    assert [Code.MANY_FROM_THERE in codes(order) for order in orders] == [False] * 4 + [True]
    assert Code.MANY_FROM_THERE not in codes(order_from(BERLIN, BEN))


def test_orders_are_counted_without_the_address() -> None:
    for _each in range(3):
        order_from(BOSTON)
    rows = [("limits", f"{name} {value}".encode()) for name, value in caches["limits"].rows()]  # type: ignore[attr-defined]  # of our own cache
    assert any(b"3" in value for _name, value in rows)
    assert found([BOSTON, "203.0.113"], rows) == []


def test_whoever_tries_the_shop_out_at_home_is_not_counted() -> None:
    for _each in range(6):
        order = order_from("127.0.0.1")
    assert "orders_that_day" not in noted(order)
    assert codes(order) == set()


def test_none_of_these_alone_holds_an_order_back_and_a_hidden_one_counts_once() -> None:
    for facts in (
        Facts(total=1, network_country="DE", delivery_country="US"),
        Facts(total=1, network_kind="anonymous", network_country="DE", delivery_country="US"),
        Facts(total=1, network_kind="hosting", network_country="DE", delivery_country="US"),
        Facts(total=1, orders_that_day=500),
    ):
        assert len(weighed(facts)) == 1
        assert score(weighed(facts)) < 60


def test_the_buyer_reads_what_was_noted_and_what_it_said() -> None:
    order = order_from(HIDDEN)
    look(order)
    told = gate.use(
        order.whose, ["order_visit", "order_check"], purpose="rights_request", actor=gate.system("rights_request")
    )
    shown = {record.kind: record for record in told.records}
    assert shown["order_visit"]["ip_address"].reveal() == HIDDEN
    facts = Facts(total=1, network_kind="anonymous")
    assert shown["order_check"]["signals"].reveal() in "\n".join(sentences(facts, weighed(facts)))


def test_the_desk_opens_it_for_checking_and_packers_do_not() -> None:
    order, olga = order_from(BOSTON), works_at_the_desk()
    assert gate.use(order.whose, ["order_visit"], purpose="order_verification", actor=olga).records
    for purpose, actor in (("fulfil_order", olga), ("order_verification", works_at_the_desk(601, "marketing"))):
        with pytest.raises(gate.Refused):
            gate.use(order.whose, ["order_visit"], purpose=purpose, actor=actor)


def test_after_thirty_days_it_is_gone_and_the_order_stays() -> None:
    order = order_from(BERLIN)
    gate.expire(after_standstill=True, now=timezone.now() + timedelta(days=32))
    assert noted(order) == {}
    assert codes(order) == set()
    assert gate.use(order.whose, ["order_contact"], purpose="fulfil_order", actor=gate.system("fulfil_order")).records


def test_who_stopped_the_processing_of_their_data_orders_without_it() -> None:
    first = order_from(BOSTON)
    person = gate.person_of_party(first.whose)
    assert person is not None
    gate.restrict(person, actor=gate.the_person(person))
    again = bought(ADA, (tube(title="Another"), 1), visit=whence.noticed(asks(BOSTON)), person=person)
    opened = gate.use(
        again.whose, ["order_contact", "order_delivery"], purpose="fulfil_order", actor=gate.system("fulfil_order")
    )
    assert {record.kind for record in opened.records} == {"order_contact", "order_delivery"}
    lines = gate.timeline(person, actor=gate.the_person(person), limit=100)
    assert any(line.code == "restricted" and line.purpose == "order_verification" for line in lines)


def test_where_the_policy_does_not_have_it_an_order_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whence, "is_wanted", lambda: False)
    assert noted(order_from(BOSTON)) == {}


def test_my_privacy_shows_it_beside_the_order_with_its_source() -> None:
    order = order_from(HIDDEN, CHIARA)
    person = gate.person_of_party(order.whose)
    assert person is not None
    (ordered,) = mine(Reader((person,), None)).orders
    (visit,) = (owned for owned in ordered.records if owned.record.kind == "order_visit")
    assert visit.label == "Where an order was placed from"
    assert visit.source == "your visit to the site"
    shown = {name: value.reveal() for name, _label, value in visit.fields if isinstance(value, gate.Personal)}
    assert shown["ip_address"] == HIDDEN
    assert shown["network_kind"] == "a computer in between, which hides where it comes from"
