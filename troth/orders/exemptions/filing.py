"""`file`: a certificate is taken in, to be looked at by one of us. Nothing is exempt before that.

The row comes first, so that what a process that died left in the vault is found and swept up (`ending`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate

from ..models import Order
from ..models.exemption import Exemption, Ground, Standing
from ..prices import book
from ..prices.rates import Place
from .errors import ExemptionTrouble, FiledAlready, NoAccount, NoTaxThere, OnlyGovernment, Over
from .purpose import BY_THEMSELVES, BY_US, PURPOSE, kinds


@dataclass(frozen=True, slots=True)
class Certificate:
    """As it is written down. `organization`: whom it is made out to."""

    ground: Ground
    place: Place
    valid_until: date
    number: str = field(repr=False)
    organization: str = field(repr=False)


def places() -> tuple[Place, ...]:
    """Where one may be filed: wherever a tax comes on top of prices; last, the whole country for its government."""
    rows = [row for row in book.current().rates.rows if not row.included]
    found = [Place(row.country, region) for row in rows for region in (row.region, "")]
    return tuple(sorted(dict.fromkeys(found), key=lambda place: (place.country, not place.region, place.region)))


@sensitive_variables("told")
def file(
    person: gate.PersonId, told: Certificate, *, actor: gate.Actor | None = None, account: int | None = None
) -> Exemption:
    """`actor`: the employee who files it for them, and their `account`. Raises ExemptionTrouble, `gate.Refused`."""
    if told.place not in places():
        raise NoTaxThere
    if not (told.place.region or told.ground is Ground.GOVERNMENT or _is_whole(told)):
        raise OnlyGovernment
    if told.valid_until < timezone.localdate():
        raise Over
    row = Exemption(
        ground=told.ground,
        country=told.place.country,
        region=told.place.region,
        valid_until=told.valid_until,
        language=channels.asked_in(),
        filed_by=account,
    )
    row.save()
    try:
        with gate.together(person):  # who files the same at this moment waits, or is seen
            _once(person, told.place)
            _collected(person, row, told, actor)
    except (gate.Refused, ExemptionTrouble):
        row.delete()
        raise
    Exemption.objects.filter(pk=row.pk, state=Standing.FILING).update(state=Standing.ASKED)
    return row


@sensitive_variables("told")
def file_for(order: str, told: Certificate, actor: gate.Actor, account: int) -> Exemption:
    """For whoever placed an order, if they have an account. Raises Order.DoesNotExist, ExemptionTrouble, `gate.Refused`."""
    person = gate.person_of_party(Order.objects.get(number=order).whose)
    if person is None or gate.account_of_person(person) is None:
        raise NoAccount
    return file(person, told, actor=actor, account=account)


def _is_whole(told: Certificate) -> bool:
    """A country whose tax has no parts: then all of it is the one place there is."""
    return not any(place.region for place in places() if place.country == told.place.country)


def _once(person: gate.PersonId, place: Place) -> None:
    open_ = (Standing.FILING, Standing.ASKED)
    rows = Exemption.objects.filter(party__in=gate.parties_of(person), state__in=open_)
    if rows.filter(country=place.country, region=place.region).exists():
        raise FiledAlready


@sensitive_variables("told", "data")
def _collected(person: gate.PersonId, row: Exemption, told: Certificate, actor: gate.Actor | None) -> None:
    place = "-".join(part for part in (told.place.country, told.place.region) if part)
    data = {
        kinds()[0]: {
            "organization": told.organization,
            "number": told.number,
            "ground": str(told.ground),
            "place": place,
            "valid_until": told.valid_until.isoformat(),
        }
    }
    source = BY_US if actor else BY_THEMSELVES
    gate.collect(person, data, purpose=PURPOSE, source=source, actor=actor or gate.the_person(person), party=row.whose)
