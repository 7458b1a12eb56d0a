"""The bytes that reach USPS, UPS and FedEx, held against what the policy grants each of them.

The same parcel is booked for two people. Whatever differs between the two requests is about a person, and has to be made of
what that carrier may be told of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import ADA, BEN, Customer
from tests.doubles.carrier_line import Heard, Line
from tests.orders.buying import bought, tube
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.gate import Payload
from troth.orders.models import Order
from troth.recipients import chosen
from troth.recipients.carrier import CarrierTrouble, Content, ParcelAsked
from troth.recipients.parcels import addresses

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

DORA = Customer(
    "Dora Featherstonehaugh", "dora.f@example.org", "+12125550187", "12 Old Rope Walk\nApartment 9", "Albany", "12207",
    "US", "NY", "Rope & Sons",
)  # fmt: skip
JUN = Customer(
    "Jun Weissberg-Tanaka",
    "jun@example.at",
    "+43155501234",
    "Lindenhof 3",
    "Wien",
    "1010",
    "AT",
    organization="Labor W",
)
AT_HOME, ABROAD = (ADA, DORA), (BEN, JUN)
GOODS = Content("TUBE", "Tube", 1, 1000, "USD", 300, "7017.90", "US")
ROADS = [(carrier, pair) for carrier in METHODS for pair in (AT_HOME, ABROAD)]
NO_EMAIL = [("usps", ABROAD)]  # their form for labels abroad has no place for one
BILLING = {"name": "Bill Payer", "street_address": "1 Ledger Row", "country": "US", "tax_id": "DE129273398"}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def order_of(customer: Customer) -> Order:
    billing = {**customer.address, **BILLING}
    return bought(customer, (tube(title=customer.name.split()[0]), 1), billing=billing)


def sent(carrier: str, customer: Customer, line: Line) -> list[Heard]:
    """What crossed the wire when a parcel for the customer was booked: the same goods, number and reference for all."""
    order = order_of(customer)
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient=carrier, actor=gate.system("fulfil_order"))
    adapter: Any = chosen.carrier(carrier).adapter  # type: ignore[attr-defined]
    adapter.enter()  # the first time they ask for a token as well
    if carrier == "usps":
        adapter.overseas.enter()
    line.heard.clear()
    asked = ParcelAsked("r" * 43, "T-SAME00", METHODS[carrier], 300, (GOODS,))
    chosen.carrier(carrier).book(asked, told)
    return list(line.heard)


def leaves(value: Any, way: str = "") -> dict[str, str]:
    """Every value of a request by its place in it."""
    if isinstance(value, dict):
        return {k: v for key, each in value.items() for k, v in leaves(each, f"{way}.{key}").items()}
    if isinstance(value, list):
        return {k: v for place, each in enumerate(value) for k, v in leaves(each, f"{way}[{place}]").items()}
    return {way: str(value)}


def values_in(heard: list[Heard]) -> dict[str, str]:
    """Of all requests: what stands in paths, headers and bodies. Lengths and access tokens are left out."""
    found = {}
    for one in heard:
        found[f"{one.method} path"] = one.path
        headers = {k: v for k, v in one.headers.items() if k not in ("Content-Length", "Authorization")}
        found |= leaves(headers, f"{one.path} header")
        found |= leaves(one.told if one.body else {}, one.path)
    return found


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w@.+-]+", text.casefold()))


def granted(carrier: str, customer: Customer) -> dict[str, str]:
    """What the policy lets this carrier be told of them, as they typed it."""
    data = {"order_contact": {"name": customer.name, "email": customer.email, "telephone": customer.telephone}}
    data["order_delivery"] = customer.address
    fields = gate.policy().recipient_fields("fulfil_order", carrier)
    return {f"{kind}.{field}": data[kind].get(field, "") for kind, known in fields.items() for field in known}


def about_a_person(one: list[Heard], other: list[Heard]) -> dict[str, tuple[str, str]]:
    """The values in which two requests for the same goods differ."""
    first, second = values_in(one), values_in(other)
    return {
        place: (first.get(place, ""), second.get(place, ""))
        for place in first.keys() | second.keys()
        if first.get(place) != second.get(place)
    }


def not_granted(carrier: str, pair: tuple[Customer, Customer], lines: dict[str, Line]) -> list[str]:
    """Personal values on the wire that are not made of what this carrier may be told."""
    one, other = (sent(carrier, customer, lines[carrier]) for customer in pair)
    faults = []
    for place, seen in about_a_person(one, other).items():
        for customer, value in zip(pair, seen, strict=True):
            allowed = granted(carrier, customer)
            digits = re.sub(r"\D", "", allowed.get("order_contact.telephone", ""))
            as_number = re.sub(r"\D", "", value)
            if as_number and len(as_number) >= 8 and digits.endswith(as_number):
                continue
            if not words(value) <= set().union(*map(words, allowed.values())):
                faults.append(place)
    return faults


@pytest.mark.parametrize(("carrier", "pair"), ROADS)
def test_whatever_is_personal_on_the_wire_is_granted_to_that_carrier(
    carrier: str, pair: tuple[Customer, Customer], lines: dict[str, Line]
) -> None:
    assert not_granted(carrier, pair, lines) == []


@pytest.mark.parametrize(("carrier", "pair"), ROADS)
def test_what_is_granted_does_arrive(carrier: str, pair: tuple[Customer, Customer], lines: dict[str, Line]) -> None:
    """The control for the comparison: it compares requests that do hold the address."""
    wire = " ".join(values_in(sent(carrier, pair[0], lines[carrier])).values())
    written = set() if (carrier, pair) in NO_EMAIL else {pair[0].email}
    assert words(pair[0].name) | words(pair[0].street_address) | written <= words(wire)
    assert pair[0].telephone[-10:] in wire


@pytest.mark.parametrize("carrier", METHODS)
def test_of_the_invoice_nothing_is_on_the_wire(carrier: str, lines: dict[str, Line]) -> None:
    wire = b" ".join(one.body for one in sent(carrier, ADA, lines[carrier])).decode()
    assert not [value for name, value in BILLING.items() if name != "country" and value in wire]


@pytest.mark.parametrize("carrier", METHODS)
def test_an_adapter_that_tells_more_is_found_out(
    carrier: str, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: one more field, which the policy grants to no carrier, and the comparison fails."""
    honest = addresses.to_whom

    def talkative(told: Payload) -> dict[str, str]:
        order = Order.objects.latest("pk")
        paid = gate.use(order.whose, ["order_billing"], purpose="billing", actor=gate.system("billing"))
        record = paid.first("order_billing")
        assert record is not None
        taxed = record["tax_id"]
        assert isinstance(taxed, gate.Personal)
        other = honest(told)
        # A tax number each of the three would print, and of another person each time.
        return {**other, "company_name": f"{taxed.reveal()}-{order.pk}"}

    monkeypatch.setattr(addresses, "to_whom", talkative)
    assert not_granted(carrier, AT_HOME, lines) != []


@pytest.mark.parametrize("carrier", METHODS)
def test_a_field_the_policy_takes_away_is_not_sent_any_more(
    carrier: str, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = gate.policy()
    everything = type(policy).recipient_fields

    def less(self: Any, purpose: str, recipient: str) -> Any:
        fields = everything(self, purpose, recipient)
        return {kind: known - {"email"} for kind, known in fields.items()}

    monkeypatch.setattr(type(policy), "recipient_fields", less)
    wire = b" ".join(one.body for one in sent(carrier, ADA, lines[carrier]))
    assert ADA.email.encode() not in wire
    assert ADA.street_address.encode() in wire


@pytest.mark.parametrize("carrier", METHODS)
def test_a_border_is_told_contents_value_origin_and_code(carrier: str, lines: dict[str, Line]) -> None:
    requests = sent(carrier, BEN, lines[carrier])
    [shipment] = [one for one in requests if "ship" in one.path or "label" in one.path]
    told = list(leaves(shipment.told).values())
    assert {"Tube", "7017.90"} <= set(told)
    assert any(value.startswith("10") for value in told)
    assert not [one for one in sent(carrier, ADA, lines[carrier]) if b"7017.90" in one.body], "no border, no papers"


@pytest.mark.parametrize("carrier", METHODS)
def test_prices_are_asked_about_nobody(carrier: str, lines: dict[str, Line]) -> None:
    """Before an order no carrier may be told anything: a country and a weight, the same bytes for everybody."""
    order_of(ADA)
    asked = []
    for _ in range(2):
        lines[carrier].heard.clear()
        assert chosen.carrier(carrier).rates("US", 500, "USD")
        asked.append([one.body for one in lines[carrier].heard if "rat" in one.path or "options" in one.path])
    assert asked[0] == asked[1]
    wire = b" ".join(asked[0]).decode()
    assert not [mark for mark in (*ADA.marks, ADA.postcode, ADA.locality) if mark in wire]


@pytest.mark.parametrize("carrier", METHODS)
def test_a_parcel_is_asked_after_by_its_number_alone(carrier: str, lines: dict[str, Line]) -> None:
    sent(carrier, ADA, lines[carrier])
    [number] = lines[carrier].labels
    lines[carrier].heard.clear()
    chosen.carrier(carrier).track(number)
    wire = json.dumps(values_in(lines[carrier].heard))
    assert number in wire
    assert not [mark for mark in ADA.marks if mark in wire]
    assert "returnSignature=true" not in wire
    assert not lines[carrier].asked("trackingdocuments")


@pytest.mark.parametrize("carrier", METHODS)
def test_what_a_carrier_says_of_an_address_is_not_repeated(
    carrier: str, lines: dict[str, Line], caplog: pytest.LogCaptureFixture
) -> None:
    """Their refusal names the person; ours, and the log, do not."""
    order = order_of(ADA)
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient=carrier, actor=gate.system("fulfil_order"))
    fields = {kind: dict(known) for kind, known in told.fields.items()}
    fields["order_contact"].pop("telephone")
    if carrier != "fedex":
        fields["order_delivery"].pop("postcode")
    if carrier == "ups":
        fields["order_delivery"].pop("locality")
    asked = ParcelAsked("r" * 43, "T-SAME00", METHODS[carrier], 300, (GOODS,))
    if carrier == "fedex":  # it puts the shop's number where the buyer's is missing, so let the double refuse
        lines[carrier].answer = lambda line, heard: (
            _refusal(ADA.name) if "ship" in heard.path else (200, "application/json", b'{"access_token":"fedex-t"}')
        )
    with pytest.raises(CarrierTrouble) as refused:
        chosen.carrier(carrier).book(asked, replace(told, fields=fields))
    said = f"{refused.value} {refused.value.__cause__} {caplog.text}"
    assert not [word for mark in ADA.marks for word in mark.split() if len(word) > 3 and word in said]


@pytest.mark.parametrize("carrier", METHODS)
def test_what_a_carrier_says_beside_what_is_known_is_not_logged(
    carrier: str, lines: dict[str, Line], caplog: pytest.LogCaptureFixture
) -> None:
    """They repeat the address in an answer, in a place that karrio has no name for."""
    honest = lines[carrier].answer

    def repeating(line: Line, heard: Heard) -> tuple[int, str, bytes]:
        code, kind, body = honest(line, heard)
        if heard.method != "POST" or b"racking" not in body:
            return code, kind, body
        where = re.search(rb'[{,] ?"(?:masterT|t|T|internationalT)racking[A-Za-z]*"', body)
        assert where
        unknown = json.dumps({"shownTo": ADA.name})[1:-1].encode() + b","
        return code, kind, body[: where.start() + 1] + unknown + body[where.start() + 1 :]

    line = lines[carrier]
    line.answer = repeating
    sent(carrier, ADA, line)
    assert line.labels, "a parcel was booked, and the answer said more than karrio knows"
    assert ADA.name not in caplog.text


def _refusal(name: str) -> tuple[int, str, bytes]:
    said = {"errors": [{"code": "RECIPIENT.INCOMPLETE", "message": f"Recipient {name} is not complete"}]}
    return 400, "application/json", json.dumps(said).encode()


@pytest.mark.parametrize(("carrier", "papers"), [("ups", "InternationalForms"), ("fedex", "customsClearanceDetail")])
def test_customs_are_told_what_is_in_a_parcel_where_they_ask_and_not_within_the_union(
    carrier: str, papers: str, lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(papers in place for place in values_in(sent(carrier, JUN, lines[carrier]))), "from the United States"
    monkeypatch.setattr(addresses, "home", lambda: "DE")
    within = values_in(sent(carrier, replace(JUN, name="Juna Weissberg", email="juna@example.at"), lines[carrier]))
    assert not [place for place in within if papers in place]
    assert not [value for value in within.values() if GOODS.customs_code in value]
