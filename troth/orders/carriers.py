"""How the carriers are, in words for the order desk. No value of anybody's is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.recipients import chosen
from troth.recipients.models import CarrierHealth

from . import quotes, shipping
from .models import Parcel
from .models.parcel import Booking, Way
from .parts import DELIVERY
from .said import carrier_name
from .telling import PURPOSE


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
    prices: str = ""  # what is wrong with what it asks for sending, in a sentence

    @property
    def wants_a_look(self) -> bool:
        return self.working is not Working.WELL or self.stuck > 0 or bool(self.prices)

    @property
    def tone(self) -> str:
        return {Working.WELL: "good", Working.SHAKY: "warning", Working.RESTING: "bad"}[self.working]


def health() -> tuple[Health, ...]:
    """The carriers this shop works with. Four queries at most."""
    rows = {row.recipient: row for row in CarrierHealth.objects.all()}
    stuck = dict(
        Parcel.objects.filter(
            Q(way=Way.PROBLEM, booking=Booking.BOOKED) | Q(booking__in=(Booking.FAILED, Booking.UNHEARD))
        )
        .values_list("carrier")
        .annotate(many=Count("pk"))
    )
    other = quotes.in_other_money() if settings.TROTH.carrier == "karrio" else {}
    found = (_health(name, rows.get(name), stuck.get(name, 0)) for name in known())
    return tuple(replace(each, prices=_in_words(each.name, other.get(each.recipient))) for each in found)


def known() -> tuple[str, ...]:
    """The carriers methods are offered of, in the order of the table. One query."""
    found = dict.fromkeys(one.carrier for one in shipping.services() if one.carrier in gate.policy().recipients)
    if settings.TROTH.carrier == "karrio":
        return tuple(name for name in found if name in settings.TROTH.carriers)
    return tuple(found)


def declared() -> tuple[tuple[str, str], ...]:
    """Who may carry a parcel, with their names: the policy lets them be told an address, and the shop works with them."""
    return tuple((name, carrier_name(name)) for name in gate.policy().recipients if _may_carry(name))


def service(recipient: str) -> str:
    """What their adapter calls the service a new method of theirs is; "" where it is called as the method is."""
    return chosen.service(recipient)


def _may_carry(recipient: str) -> bool:
    if DELIVERY not in gate.policy().recipient_fields(PURPOSE, recipient):
        return False
    try:
        chosen.carrier(recipient)
    except LookupError:
        return False
    return True


def _in_words(name: str, money: tuple[str, str] | None) -> str:
    if money is None:
        return ""
    words = gettext(
        "%(carrier)s names its prices in %(theirs)s, not in %(ours)s, so the shop's own table of shipping holds. Ask them for "
        "an account in %(ours)s."
    )
    return words % {"carrier": name, "theirs": money[0], "ours": money[1]}


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
