"""What the three adapters have in common: the way from a payload to a carrier and back.

A booking is sent once and never again by itself, for these carriers would make a second label. Everything else is
tried again after a pause. What a carrier says in words may repeat an address, so only its code is kept.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any, ClassVar

from troth.gate import Payload
from troth.settings.carriers import CarrierAccount

from ..carrier import (
    Booked,
    CarrierLocked,
    CarrierRefused,
    CarrierSilent,
    CarrierTrouble,
    CarrierUnreachable,
    HandedOver,
    ParcelAsked,
    Print,
    Rate,
    Stage,
    Whereabouts,
)
from . import addresses, contents, sdk, wire
from .reading import STAGES, clock, code_of, day_of, moment_of, place, some_place

logger = logging.getLogger("troth.recipients")

PAUSES = (0.4, 1.6)  # seconds before the second and the third try
TYPES = {Print.PDF: "application/pdf", Print.ZPL: "application/zpl"}


class Counter:
    """One carrier, for one account. `at_home` and `abroad`: karrio's name for our methods; what is missing is refused."""

    recipient: ClassVar[str]
    part: ClassVar[str] = ""  # karrio's name for its part about them, where it is another than the recipient's
    at_home: ClassVar[Mapping[str, str]]
    abroad: ClassVar[Mapping[str, str]]
    books_once = False
    takes_back = True

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

    def mended(self, request: Any, asked: ParcelAsked, told: Payload) -> Any:
        """The request as this carrier wants it, where karrio makes it otherwise."""
        return request

    def heard(self, answer: Any) -> Any:
        """The carrier's answer to a booking as karrio reads it, where they write it otherwise."""
        return answer

    def options(self, abroad: bool) -> dict[str, Any]:
        """karrio's options of a shipment. None of the three is to write to the buyer by itself."""
        return {"email_notification": False}

    def way_back(self, person: dict[str, str], shop: dict[str, str]) -> dict[str, dict[str, str]]:
        """Who is who for karrio when a parcel comes back; the shop pays all the same."""
        return {"shipper": person, "recipient": shop}

    def options_back(self) -> dict[str, Any]:
        """What tells this carrier that it is a return."""
        return self.options(False)

    def stage(self, details: Any) -> Stage:
        """How far it has come. Where a parcel that went back arrives it is "delivered" as well: to the shop."""
        found = STAGES.get(details.status or "", Stage.MOVING)
        return Stage.RETURNED if found is Stage.DELIVERED and self.went_back(details) else found

    def went_back(self, details: Any) -> bool:
        return any(event.status == "return_to_sender" for event in details.events or [])

    def services(self, country: str, grams: int, worth: float = 0) -> Mapping[str, str]:
        """karrio's names for our methods there. `worth`: of what lies in it, in whole units; 0 while nothing is known."""
        return self.abroad if contents.crosses_a_border(country) else self.at_home

    def is_ours(self, rate: Any, theirs: str) -> bool:
        """Whether a rate of karrio's is for the service it calls `theirs`."""
        return str(rate.service) == theirs

    def asked_for_proof(self, tracking: str) -> Any:
        """The answer to where the parcel is, with what they tell of its delivery; karrio's way to ask tells all."""
        return self.proxy.get_tracking(self._where(tracking))

    def handed_over(self, details: Any, said: Any) -> HandedOver:
        """What they tell of the delivery: `details` as karrio reads it, `said` as they wrote it."""
        return HandedOver(clock(details.events[0]), place(details.events[0]))

    # -- the verbs

    def enter(self) -> None:
        """Whether they let the shop in; nothing is asked of them. Raises CarrierUnreachable."""
        self._patiently(lambda: self.sign_in(SimpleNamespace(ctx={})))

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        request = self._sense(
            lambda: self.mended(self.mapper.create_shipment_request(self._shipment(asked, told)), asked, told)
        )
        self._patiently(lambda: self.sign_in(request))
        details, said = self._once(
            lambda: self.mapper.parse_shipment_response(self.heard(self.proxy.create_shipment(request)))
        )
        if details is None or not details.docs or not details.docs.label:
            raise CarrierRefused(self._no(said))
        if not details.tracking_number:
            raise CarrierSilent("the carrier made a label without a number")
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
        request = self._where(tracking)
        found, _said = self._patiently(lambda: self.mapper.parse_tracking_response(self.proxy.get_tracking(request)))
        details = next(iter(found), None)
        if details is None:
            return None
        newest, stage = next(iter(details.events or []), None), self.stage(details)
        proof = str(newest.code or "")[:64] if newest and stage is Stage.DELIVERED else ""
        return Whereabouts(stage, moment_of(newest), day_of(details.estimated_delivery), proof)

    def proof(self, tracking: str) -> HandedOver | None:
        answer = self._patiently(lambda: self.asked_for_proof(tracking))
        found, _said = self._sense(lambda: self.mapper.parse_tracking_response(answer))
        details = next(iter(found), None)
        if details is None or not details.events or self.stage(details) is not Stage.DELIVERED:
            return None
        return self._patiently(lambda: self.handed_over(details, answer.deserialize()))

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        wanted = self.services(country, grams)
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
        return sdk.connected(self.part or self.recipient, {**values, **self.credentials()}, self.account.server_url)

    def _where(self, tracking: str) -> Any:
        asked = sdk.karrio().models.TrackingRequest(tracking_numbers=[tracking])
        return self._sense(lambda: self.mapper.create_tracking_request(asked))

    def _shipment(self, asked: ParcelAsked, told: Payload) -> Any:
        models, to_whom = sdk.karrio().models, addresses.to_whom(told)
        country = to_whom["country_code"]
        service = self.services(country, asked.grams, contents.value(asked)).get(asked.service)
        if service is None:
            raise CarrierRefused("they take no parcels there by this service")
        if asked.back:
            return self._return(asked, service, to_whom)
        customs = contents.declaration(models, asked) if contents.goes_through_customs(country) else None
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

    def _return(self, asked: ParcelAsked, service: str, person: dict[str, str]) -> Any:
        """At home only: across a border the papers would be the sender's to make."""
        if contents.crosses_a_border(person["country_code"]):
            raise CarrierRefused("they take nothing back across a border")
        models = sdk.karrio().models
        places = self.way_back(person, addresses.from_whom())
        return models.ShipmentRequest(
            service=service,
            **{name: models.Address(**place) for name, place in places.items()},
            parcels=[contents.box(models, asked.grams, asked.order)],
            payment=models.Payment(paid_by="sender"),
            options=self.options_back(),
            reference=asked.order,
            label_type=asked.printed.value.upper(),
            is_return=True,
        )

    def _rate(self, ours: str, theirs: str, found: list[Any], currency: str) -> Rate | None:
        """In the currency asked for, if they name a price in it; else in theirs, and whoever asked sees that."""
        ours_of_all = [rate for rate in found if self.is_ours(rate, theirs)]
        fitting = [rate for rate in ours_of_all if rate.currency == currency] or ours_of_all
        if not fitting:
            return None
        best = min(fitting, key=lambda rate: Decimal(str(rate.total_charge)))
        told = str(best.currency or "")[:3]
        price = Decimal(str(best.total_charge)).scaleb(contents.decimals(told)).quantize(Decimal(1), ROUND_HALF_UP)
        return Rate(ours, int(price), told, best.transit_days)

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
        code = next(filter(None, (code_of(said.code) for said in messages or [])), "")
        return f"the carrier said no ({code})" if code else "the carrier said no"
