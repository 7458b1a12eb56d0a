"""How the carriers are, in words for the order desk. No value of anybody's is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.recipients.models import CarrierHealth

from .models import Parcel
from .models.parcel import Booking, Way
from .said import carrier_name
from .shipping_table import SERVICES


class Working(StrEnum):
    WELL = "well"
    SHAKY = "shaky"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Health:
    """One carrier. `tone` fits a badge; `stuck`: parcels the carrier reports a problem with, or did not take."""

    recipient: str
    name: str
    working: Working
    words: str
    since: datetime | None
    stuck: int

    @property
    def wants_a_look(self) -> bool:
        return self.working is not Working.WELL or self.stuck > 0

    @property
    def tone(self) -> str:
        return {Working.WELL: "good", Working.SHAKY: "warning", Working.RESTING: "bad"}[self.working]


def health() -> tuple[Health, ...]:
    """The carriers this shop works with. Two queries."""
    rows = {row.recipient: row for row in CarrierHealth.objects.all()}
    stuck = dict(
        Parcel.objects.filter(Q(way=Way.PROBLEM, booking=Booking.BOOKED) | Q(booking=Booking.FAILED))
        .values_list("carrier")
        .annotate(many=Count("pk"))
    )
    return tuple(_health(name, rows.get(name), stuck.get(name, 0)) for name in known())


def known() -> tuple[str, ...]:
    """The carriers methods are offered of, in the order of the table."""
    found = dict.fromkeys(one.carrier for one in SERVICES if one.carrier in gate.policy().recipients)
    if settings.TROTH.carrier == "karrio":
        return tuple(name for name in found if name in settings.TROTH.carriers)
    return tuple(found)


def _health(recipient: str, row: CarrierHealth | None, stuck: int) -> Health:
    name = carrier_name(recipient)
    now = timezone.now()
    if row is None or not row.failures:
        return Health(recipient, name, Working.WELL, gettext("%(carrier)s answers.") % {"carrier": name}, None, stuck)
    if row.resting_until and row.resting_until > now:
        minutes = max(1, round((row.resting_until - now).total_seconds() / 60))
        words = gettext(
            "%(carrier)s does not answer. We leave it alone for %(minutes)s minutes and then try again by ourselves. "
            "Parcels can be packed meanwhile; book them later."
        )
        return Health(
            recipient, name, Working.RESTING, words % {"carrier": name, "minutes": minutes}, row.failing_since, stuck
        )
    words = gettext("%(carrier)s did not answer the last time. It can be tried again.")
    return Health(recipient, name, Working.SHAKY, words % {"carrier": name}, row.failing_since, stuck)
