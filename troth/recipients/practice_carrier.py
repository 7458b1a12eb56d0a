"""The adapter of the practice carriers: what `ups.py`, `usps.py` and `fedex.py` will be to theirs.

The same contract: a request of bytes, made from the gate's payload and nothing else, goes out; a tracking number and
a label come back. What is on the other side of the counter is `depot`.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from troth import gate
from troth.gate import Payload

from . import depot
from .carrier import Booked, CarrierRefused, CarrierUnreachable, HandedOver, ParcelAsked, Rate, Stage, Whereabouts

# The carrier's word for what the policy calls so.
_SHIP_TO = {
    ("order_delivery", "name"): "name",
    ("order_delivery", "organization"): "company",
    ("order_delivery", "street_address"): "street",
    ("order_delivery", "locality"): "city",
    ("order_delivery", "region"): "state",
    ("order_delivery", "postcode"): "postal_code",
    ("order_delivery", "country"): "country",
    ("order_contact", "email"): "email",
    ("order_contact", "telephone"): "phone",
}


@dataclass(frozen=True, slots=True)
class PracticeCarrier:
    """Stands in for the carrier that the policy calls `recipient`."""

    recipient: str
    books_once: bool = True
    takes_back: bool = True

    def book(self, asked: ParcelAsked, told: Payload) -> Booked:
        try:
            answer = json.loads(depot.receive(self.recipient, request_of(asked, told)))
        except OSError as error:
            raise CarrierUnreachable("the depot did not answer") from error
        if "refused" in answer:
            raise CarrierRefused(answer["refused"])
        return Booked(answer["tracking"], base64.b64decode(answer["label"]), answer["label_type"])

    def cancel(self, tracking: str) -> None:
        if not depot.take_back(tracking):
            raise CarrierRefused("the parcel is on its way already")

    def track(self, tracking: str) -> Whereabouts | None:
        found = depot.whereabouts(tracking)
        if found is None:
            return None
        stage = Stage(found.step)
        return Whereabouts(stage, found.changed_at, proof=f"PX-{found.pk}" if stage is Stage.DELIVERED else "")

    def proof(self, tracking: str) -> HandedOver | None:
        answer = json.loads(depot.handed_over(tracking))
        if not answer:
            return None
        signature, picture = (base64.b64decode(answer[name]) for name in ("signature", "picture"))
        return HandedOver(answer["when"], answer["place"], answer["received_by"], signature, picture)

    def rates(self, country: str, grams: int, currency: str) -> tuple[Rate, ...]:
        """None: what the practice carriers cost stands in the shop's own table."""
        return ()


def request_of(asked: ParcelAsked, told: Payload) -> bytes:
    """The bytes that go to the carrier. On the way back the person stands where the shop does else."""
    person = {
        theirs: value.reveal()
        for (kind, field), theirs in _SHIP_TO.items()
        if (value := told.fields.get(kind, {}).get(field)) is not None
    }
    parcel = {"reference": asked.ref, "order": asked.order, "service": asked.service, "grams": asked.grams}
    places = {"ship_to": _shop(), "ship_from": person} if asked.back else {"ship_to": person}
    return json.dumps({"parcel": parcel, **places}, ensure_ascii=False).encode()


def _shop() -> dict[str, str]:
    """As the policy names it to everybody."""
    us = gate.policy().controller
    return {
        "name": us.name,
        "street": us.street_address,
        "city": us.locality,
        "state": us.region,
        "postal_code": us.postcode,
        "country": us.country,
    }
