"""The parcels of an order as pages, desks and mails show them: what lies in each, and how far it has come."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext

from . import states
from .models import Order, Parcel
from .models.parcel import ENDED, Booking, Way

TONES = {
    Way.BOOKED: "info",
    Way.MOVING: "info",
    Way.NEAR: "info",
    Way.PROBLEM: "bad",
    Way.RETURNED: "bad",
    Way.DELIVERED: "good",
}
# The carriers' own pages, for whoever wants to read more there, by what the policy calls them. Nothing is fetched from them.
FOLLOW = {
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "ups": "https://www.ups.com/track?tracknum={}",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr={}",
    "dhl": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    "dpd": "https://tracking.dpd.de/status/en_US/parcel/{}",
    "royal_mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "canada_post": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
    "australia_post": "https://auspost.com.au/mypost/track/details/{}",
    "la_poste": "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
    "swiss_post": "https://service.post.ch/ekp-web/ui/entry/search/{}",
    "austrian_post": "https://www.post.at/sv/sendungsdetails?snr={}",
}


@dataclass(frozen=True, slots=True)
class Inside:
    """One line of a parcel. `line` is the id of the order's line."""

    line: int
    title: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ParcelShown:
    """`place` of `many`: the second of three. `expected` is None once nobody needs to expect it.

    `given_up`: it is neither here nor there, and what was in it is settled otherwise. `denied`: it was said to be delivered,
    and the buyer says that it is not there.
    """

    ref: uuid.UUID
    place: int
    many: int
    carrier: str
    tracking: str
    way: Way
    inside: tuple[Inside, ...]
    shipped_at: datetime | None
    expected_on: date | None
    delivered_at: datetime | None
    proved: bool = False  # the carrier told how it was handed over
    given_up: bool = False
    denied: bool = False

    @property
    def words(self) -> str:
        if self.given_up:
            return gettext("No longer expected")
        return gettext("Said to be delivered, and not there") if self.denied else str(self.way.label)

    @property
    def tone(self) -> str:
        return "bad" if self.given_up or self.denied else TONES[self.way]

    @property
    def expected(self) -> date | None:
        return self.expected_on if self.way not in ENDED and not self.given_up else None

    @property
    def can_take_back(self) -> bool:
        """The carrier has not got it yet, and nothing else left in its place."""
        return self.way == Way.BOOKED and not self.given_up

    @property
    def follow_url(self) -> str:
        """The carrier's page about it; "" for practice parcels, which no carrier knows."""
        page = FOLLOW.get(self.carrier) if settings.TROTH.carrier != "practice" else None
        return page.format(quote(self.tracking)) if page and self.tracking else ""


def of(order: Order) -> tuple[ParcelShown, ...]:
    """Those that were booked and not taken back, in the order they left. Two queries, unless fetched."""
    if order.status not in states.MAY_HAVE_PARCELS:
        return ()
    booked = [parcel for parcel in order.parcels.all() if parcel.booking == Booking.BOOKED]
    return tuple(_shown(order, parcel, place, len(booked)) for place, parcel in enumerate(booked, start=1))


def _shown(order: Order, parcel: Parcel, place: int, many: int) -> ParcelShown:
    return ParcelShown(
        ref=parcel.public_id,
        place=place,
        many=many,
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        way=Way(parcel.way),
        inside=tuple(_inside(order, parcel)),
        shipped_at=parcel.shipped_at,
        expected_on=parcel.expected_on,
        delivered_at=parcel.delivered_at,
        proved=parcel.proof_record is not None,
        given_up=parcel.given_up_at is not None and (parcel.way not in ENDED or parcel.denied_at is not None),
        denied=parcel.denied_at is not None,
    )


def _inside(order: Order, parcel: Parcel) -> list[Inside]:
    """A parcel without lines holds everything."""
    counted = {each.line_id: each.quantity for each in parcel.lines.all()}
    return [
        Inside(line.pk, line.title, counted.get(line.pk, 0) if counted else line.wanted)
        for line in order.lines.all()
        if not counted or line.pk in counted
    ]
