"""Carriers that are slow, down, or talk nonsense: what is tried again, what is not, and who is told."""

from __future__ import annotations

import ssl
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from troth import gate
from troth.catalog.models import Catalogue
from troth.orders import carriers, quotes, ship, shipping
from troth.orders.errors import CarrierSaysNo
from troth.orders.models import Order, Quote
from troth.orders.states import Status
from troth.recipients import breaker, chosen
from troth.recipients.carrier import CarrierResting, CarrierUnreachable
from troth.recipients.models import CarrierHealth
from troth.recipients.parcels import counter, sdk, wire
from troth.recipients.parcels.fedex import FedEx

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    monkeypatch.setattr(counter, "PAUSES", (0.01, 0.01))
    with on_loopback(monkeypatch) as listening:
        yield listening


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The background process asks while a page waits."""
    monkeypatch.setattr(quotes, "PATIENCE", 1.5)
    monkeypatch.setattr(quotes.time, "sleep", lambda seconds: quotes.ask_due())


def packed(carrier: str) -> Order:
    method = METHODS[carrier]
    found = shipping.method(method, "US", 300)
    assert found is not None
    order = bought(ADA, method=method, price=found.price)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return order


BOOKS = {"usps": "/labels/v3/label", "ups": "/ship", "fedex": "/ship/v1/shipments"}
TOKENS = {"usps": "oauth2", "ups": "oauth", "fedex": "oauth"}


@pytest.mark.parametrize("carrier", METHODS)
@pytest.mark.parametrize("failure", [500, 503, 429, 0])
def test_a_booking_without_an_answer_is_never_repeated_by_itself(
    carrier: str, failure: int, olga: gate.Actor, lines: dict[str, Line]
) -> None:
    """It may have made a label. A person looks before the next."""
    order = packed(carrier)
    lines[carrier].fail(BOOKS[carrier], failure, times=9)
    with pytest.raises(CarrierSaysNo, match="A label may have been made"):
        ship.ship(order.number, olga)
    assert len([one for one in lines[carrier].asked(BOOKS[carrier]) if one.method == "POST"]) == 1
    order.refresh_from_db()
    assert order.status == Status.PACKED


@pytest.mark.parametrize("carrier", METHODS)
def test_signing_in_is_tried_again(carrier: str, olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed(carrier)
    lines[carrier].fail(TOKENS[carrier], 503, times=2)
    assert ship.ship(order.number, olga).tracking


@pytest.mark.parametrize("carrier", METHODS)
def test_asking_after_a_parcel_is_tried_again_and_then_left(carrier: str, lines: dict[str, Line]) -> None:
    lines[carrier].fail("track", 502, times=2)
    assert chosen.carrier(carrier).track("1Z999AA10000000000") is None
    lines[carrier].fail("track", 502, times=3)
    with pytest.raises(CarrierUnreachable):
        chosen.carrier(carrier).track("1Z999AA10000000000")


def test_nobody_waits_for_ever(lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch) -> None:
    """karrio by itself sets no time-out at all."""
    monkeypatch.setattr(wire, "PATIENCE", 0.1)
    lines["ups"].slow = 0.4
    with pytest.raises(CarrierUnreachable):  # an answer that is waited for would be taken
        chosen.carrier("ups").track("1Z999AA10000000000")


def test_an_answer_without_end_is_left(lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST", 100)
    with pytest.raises(CarrierUnreachable):
        chosen.carrier("fedex").rates("US", 500, "USD")


def test_nonsense_is_no_answer(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed("ups")
    chosen.carrier("ups").adapter.enter()  # type: ignore[attr-defined]
    lines["ups"].answer = lambda line, heard: (200, "application/json", b'{"ShipmentResponse": {"ShipmentResults": [')
    with pytest.raises(CarrierSaysNo):
        ship.ship(order.number, olga)


def test_an_account_that_is_not_accepted_is_said_so(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed("ups")
    refusal = b'{"response": {"errors": [{"code": "10401", "message": "ClientId is Invalid"}]}}'
    lines["ups"].answer = lambda line, heard: (401, "application/json", refusal)
    with pytest.raises(CarrierSaysNo, match="does not accept the shop's account"):
        ship.ship(order.number, olga)


def test_nothing_is_sent_on_to_where_an_answer_points(lines: dict[str, Line]) -> None:
    wire.allow(lines["ups"].url)
    lines["ups"].fail("/start", 302)
    asked = urllib.request.Request(f"{lines['ups'].url}/start", data=b"77 Quillfeather Lane")  # noqa: S310
    with pytest.raises(wire.NoAnswer):
        wire.opened(asked)
    assert len(lines["ups"].heard) == 1


def test_only_carriers_hosts_are_called(lines: dict[str, Line]) -> None:
    with pytest.raises(wire.NotSent):
        wire.opened(urllib.request.Request("http://127.0.0.1:9/label.pdf"))


def test_proofs_are_asked_for_at_carriers_only() -> None:
    for address in ("http://127.0.0.1:9/x", "file:///etc/hostname"):
        with pytest.raises(wire.NotSent):
            wire.proof(address, {})


def test_certificates_are_still_checked_after_karrio_came_in() -> None:
    """Importing karrio turns that off for the whole process."""
    sdk.karrio()
    assert ssl._create_default_https_context is ssl.create_default_context
    from karrio.core.utils import helpers

    assert helpers.urlopen is wire.opened


def test_karrio_logs_and_keeps_nothing(olga: gate.Actor, lines: dict[str, Line], capfd) -> None:  # type: ignore[no-untyped-def]
    ship.ship(packed("ups").number, olga)
    told = "".join(capfd.readouterr())
    assert not [mark for mark in ADA.marks if mark in told]
    from loguru import logger

    assert not logger._core.handlers  # type: ignore[attr-defined]
    assert not vars(sdk.karrio().tracer).get("inner_recordings")


# -- the breaker


def test_after_some_failures_nobody_is_asked_for_a_while(lines: dict[str, Line]) -> None:
    lines["ups"].fail("track", 500, times=99)
    for _ in range(breaker.FAILS):
        with pytest.raises(CarrierUnreachable):
            chosen.carrier("ups").track("1Z")
    asked = len(lines["ups"].heard)
    with pytest.raises(CarrierResting):
        chosen.carrier("ups").track("1Z")
    assert len(lines["ups"].heard) == asked
    [ups] = [each for each in carriers.health() if each.recipient == "ups"]
    assert ups.working == carriers.Working.RESTING
    assert "leave it alone for 1 minutes" in ups.words or "leave it alone" in ups.words
    assert chosen.carrier("fedex").track("x") is None, "the others are asked as before"


def test_after_the_rest_one_may_try_and_if_that_works_all_is_well(lines: dict[str, Line]) -> None:
    row = _resting("ups", breaker.FAILS)
    assert row.resting_until is not None
    CarrierHealth.objects.update(resting_until=timezone.now() - timedelta(seconds=1))
    assert chosen.carrier("ups").track("1Z") is None
    healthy = CarrierHealth.objects.get()
    assert (healthy.failures, healthy.resting_until, healthy.failing_since) == (0, None, None)


def test_half_open_lets_one_in(lines: dict[str, Line]) -> None:
    row = _resting("ups", breaker.FAILS)
    CarrierHealth.objects.update(resting_until=timezone.now() - timedelta(seconds=1))
    row.refresh_from_db()
    assert breaker._may_try(row)
    assert not breaker._may_try(row), "the second finds the place taken"


def test_a_trial_that_fails_doubles_the_rest(lines: dict[str, Line]) -> None:
    _resting("ups", breaker.FAILS)
    CarrierHealth.objects.update(resting_until=timezone.now() - timedelta(seconds=1))
    lines["ups"].fail("track", 500, times=9)
    with pytest.raises(CarrierUnreachable):
        chosen.carrier("ups").track("1Z")
    row = CarrierHealth.objects.get()
    assert row.failures == breaker.FAILS + 1
    assert row.resting_until > timezone.now() + breaker.REST  # type: ignore[operator]
    assert breaker.rest(40) == breaker.LONGEST


def test_a_refusal_is_an_answer(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed("ups")
    lines["ups"].answer = _refusing(lines["ups"].answer)
    for _ in range(breaker.FAILS + 2):
        with pytest.raises(CarrierSaysNo, match="120202"):
            ship.ship(order.number, olga)
    assert not CarrierHealth.objects.filter(failures__gt=0).exists()


def test_the_desk_is_told_that_nobody_was_asked(olga: gate.Actor, lines: dict[str, Line]) -> None:
    order = packed("ups")
    _resting("ups", 9)
    with pytest.raises(CarrierSaysNo, match="was not asked again"):
        ship.ship(order.number, olga)
    assert lines["ups"].asked("/ship") == []


def _refusing(answer):  # type: ignore[no-untyped-def]
    no = b'{"response": {"errors": [{"code": "120202", "message": "Missing street"}]}}'
    return lambda line, heard: (400, "application/json", no) if "/ship" in heard.path else answer(line, heard)


def _resting(recipient: str, failures: int) -> CarrierHealth:
    now = timezone.now()
    return CarrierHealth.objects.create(
        recipient=recipient, failures=failures, failing_since=now, resting_until=now + timedelta(minutes=2)
    )


# -- prices


def test_a_page_shows_the_carriers_prices_and_days(lines: dict[str, Line], asking: None) -> None:
    found = {one.code: (one.price, str(one.days)) for one in shipping.methods("US", 300)}
    assert found == {
        "usps_standard": (935, "4 working days"),
        "ups_tracked": (1142, "3 working days"),
        "fedex_express": (3815, "1 working day"),
    }


def test_prices_are_remembered_by_country_and_weight_band(lines: dict[str, Line], asking: None) -> None:
    shipping.methods("US", 300)
    asked = {name: len(line.heard) for name, line in lines.items()}
    shipping.methods("US", 450)
    assert {name: len(line.heard) for name, line in lines.items()} == asked
    shipping.methods("US", 700)
    assert all(len(line.heard) > asked[name] for name, line in lines.items())


def test_a_carrier_that_goes_nowhere_near_is_not_offered(
    lines: dict[str, Line], asking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FedEx, "abroad", {})
    assert [one.code for one in shipping.methods("DE", 300)] == ["usps_standard", "ups_tracked"]


def test_without_an_answer_in_time_the_table_stands_in(lines: dict[str, Line], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "PATIENCE", 2)
    found = shipping.methods("US", 300)
    assert [one.price for one in found] == [590, 990, 2490]
    began = time.monotonic()
    Quote.objects.update(wanted_at=timezone.now() - timedelta(seconds=5))
    shipping.methods("US", 300)
    assert time.monotonic() - began < 2, "the next page does not wait for what nobody answers"


def test_a_carrier_that_is_down_costs_a_page_one_wait(lines: dict[str, Line], asking: None) -> None:
    lines["usps"].fail("options", 500, times=99)
    found = {one.code: one.price for one in shipping.methods("US", 300)}
    assert found == {"usps_standard": 590, "ups_tracked": 1142, "fedex_express": 3815}


def test_an_account_that_is_locked_takes_no_method_away(lines: dict[str, Line], asking: None) -> None:
    lines["ups"].answer = lambda line, heard: (401, "application/json", b'{"response": {"errors": [{"code": "9"}]}}')
    assert "ups_tracked" in [one.code for one in shipping.methods("US", 300)]


def test_a_price_in_other_money_is_no_answer_and_the_desk_is_told(
    lines: dict[str, Line], asking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Catalogue.objects.update_or_create(pk=Catalogue.ONLY, defaults={"currency": "JPY"})
    found = {one.code: one.price for one in shipping.methods("US", 300)}
    assert found == {"usps_standard": 590, "ups_tracked": 990, "fedex_express": 2490}, "the table stands in"
    assert {quote.other_currency for quote in Quote.objects.all()} == {"USD"}
    [ups] = [each for each in carriers.health() if each.recipient == "ups"]
    assert ups.wants_a_look
    assert "UPS names its prices in USD, not in JPY" in ups.prices
    heard = {name: len(line.heard) for name, line in lines.items()}
    began = time.monotonic()
    shipping.methods("US", 300)
    assert {name: len(line.heard) for name, line in lines.items()} == heard, "it is remembered, and not asked for again"
    assert time.monotonic() - began < quotes.PATIENCE


def test_control_in_the_shops_own_money_it_is_an_answer(lines: dict[str, Line], asking: None) -> None:
    shipping.methods("US", 300)
    assert {quote.other_currency for quote in Quote.objects.all()} == {""}
    assert not any(each.prices for each in carriers.health())


def test_an_old_price_serves_until_there_is_a_new_one(lines: dict[str, Line], asking: None) -> None:
    shipping.methods("US", 300)
    Quote.objects.update(answered_at=timezone.now() - quotes.FRESH - timedelta(minutes=1), price=777)
    assert {one.price for one in shipping.methods("US", 300)} == {777}
    assert quotes.ask_due() == 3
    assert 777 not in {one.price for one in shipping.methods("US", 300)}


def test_the_table_costs_no_question_to_the_store() -> None:
    from tests.orders.counting import questions

    with questions() as asked:
        assert len(shipping.methods("US", 300)) == 3
    assert len(asked) == 1  # whether the price book changed; a basket brings that along


def test_pages_do_not_import_karrio() -> None:
    import subprocess
    import sys

    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'troth.settings'; django.setup(); "
        "import troth.urls, troth.cli.rounds; list(troth.cli.rounds.rounds()); "
        "sys.exit('karrio' in sys.modules or 'loguru' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
