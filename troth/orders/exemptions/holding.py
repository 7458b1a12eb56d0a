"""Whether an order of somebody's carries no tax because an exemption of theirs holds where it goes. Opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from troth import gate
from troth.people import postal

from ..models.exemption import Exemption, Ground, Standing
from ..prices.rates import Place


@dataclass(frozen=True, slots=True)
class Holding:
    """One that holds. `place`: "MA", or the country where it is the whole of it."""

    ground: Ground
    country: str
    region: str
    valid_until: date

    @property
    def place(self) -> str:
        return self.region or postal.country_name(self.country)

    @property
    def words(self) -> str:
        """ "resale certificate, MA, valid until May 31, 2027", in the language that is spoken."""
        return gettext("%(ground)s, %(place)s, valid until %(day)s") % {
            "ground": self.ground.label,
            "place": self.place,
            "day": date_format(self.valid_until, "DATE_FORMAT"),
        }

    @property
    def code(self) -> str:
        """As it stands sealed beside an invoice's address; `read` reads it."""
        return f"{self.ground} {self.country}-{self.region} {self.valid_until.isoformat()}"


def place_named(country: str, region: str) -> str:
    """ "Massachusetts, United States", or the country alone."""
    parts = {code: name for each in postal.shape_of(country) if each.name == "region" for code, name in each.choices}
    whole = postal.country_name(country)
    return f"{parts.get(region, region)}, {whole}" if region else whole


def read(code: str) -> Holding | None:
    """None for what is no such code."""
    ground, _space, rest = code.partition(" ")
    place, _space, day = rest.rpartition(" ")
    country, dash, region = place.partition("-")
    try:
        return Holding(Ground(ground), country, region, date.fromisoformat(day)) if dash else None
    except ValueError:
        return None


def there_are_any() -> bool:
    """Whether anything was ever approved and may still hold; the price book keeps the answer (`prices.book`)."""
    return in_force().exists()


def in_force(today: date | None = None) -> QuerySet[Exemption]:
    return Exemption.objects.filter(state=Standing.HOLDS, valid_until__gte=today or timezone.localdate())


def of(person: gate.PersonId, goes_to: Place) -> Holding | None:
    """The one that holds where the parcel goes, the longest of several."""
    rows = in_force().filter(country=goes_to.country, region__in=("", goes_to.region))
    found = _theirs(rows, gate.parties_of(person)).order_by("-valid_until", "pk").first()
    return Holding(Ground(found.ground), found.country, found.region, found.valid_until) if found else None


def _theirs(rows: QuerySet[Exemption], parties: Iterable[gate.PartyId]) -> QuerySet[Exemption]:
    return rows.filter(party__in=list(parties))
