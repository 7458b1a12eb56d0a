"""A program's order, parsed as a whole into a `PlaceOrder`. Everything that does not fit is said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError as Unfit
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from troth.orders import card_numbers, guest_fields
from troth.orders.models.order import Origin
from troth.orders.place import PlaceOrder
from troth.orders.prices import book, vat_id
from troth.orders.prices.treatment import vat_id_decides
from troth.people import legible, place_options, postal
from troth.people.telephone import TelephoneField

from ..answers import all_faulty
from .shapes import NewOrder

LONGEST_NAME, LONGEST_EMAIL = 100, 254
OWN_NUMBER, LONGEST_NUMBER = "purchase_order", 40
MISSING = _("It is missing.")

type Told = dict[str, str]


class Faults:
    """What does not fit, gathered: (place, a word for programs, a sentence)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def add(self, part: str, name: str, kind: str, says: str | Promise = "") -> None:
        self.found.append((f"body.{part}.{name}", kind, str(says)))

    def stop(self) -> None:
        """Raises ValidationError if there is anything."""
        if self.found:
            raise all_faulty(self.found)


@sensitive_variables()
def parsed(told: NewOrder, *, basket: str, key: str) -> PlaceOrder:
    """Raises ninja's ValidationError. `billing` and `residence` follow the delivery where they are not told."""
    faults = Faults()
    parts: dict[str, Told] = {name: getattr(told, name) for name in guest_fields.PARTS}
    for part, name in guest_fields.undeclared(parts):
        faults.add(part, name, guest_fields.SILENT)
    faults.stop()  # what the policy does not name is not even looked at
    delivery = _delivery(parts, faults)
    contact = _contact(parts["contact"], delivery.get("country", ""), faults)
    billing = _billing(parts["billing"], delivery, contact.get("name", ""), faults)
    residence = _residence(parts["residence"], faults)
    faults.stop()
    return PlaceOrder(
        key=key,
        basket=basket,
        seen=told.seen,
        method=told.method,
        price=told.price,
        total=told.total,
        terms=told.terms,
        contact=contact,
        delivery=delivery,
        billing=billing,
        residence=residence.get("country", "") or place_options.home_of(delivery),
        organization_country=residence.get("organization_country", ""),
        newsletter=told.newsletter,
        origin=Origin.API,
    )


def _contact(told: Told, country: str, faults: Faults) -> Told:
    name, email = told.get("name", "").strip(), told.get("email", "").strip()
    _fits("contact", "name", name, LONGEST_NAME, (legible.line,), faults)
    _fits("contact", "email", email, LONGEST_EMAIL, (legible.email, validate_email), faults)
    telephone = ""
    try:
        telephone = TelephoneField(required=False, country=country or "US").clean(told.get("telephone", ""))
    except Unfit as unfit:
        faults.add("contact", "telephone", "telephone", unfit.messages[0])
    return {"name": name, "email": email, "telephone": telephone}


def _fits(
    part: str, name: str, value: str, longest: int, checks: tuple[Callable[[str], None], ...], faults: Faults
) -> None:
    if not value:
        faults.add(part, name, "missing", MISSING)
    elif len(value) > longest:
        faults.add(part, name, "too_long")
    for check in checks if value else ():
        try:
            check(value)
        except Unfit as unfit:
            faults.add(part, name, unfit.code or "value_error", unfit.messages[0])
            return


def _delivery(parts: Mapping[str, Told], faults: Faults) -> Told:
    lines, number = _apart(parts["delivery"])
    _number_fits("delivery", number, faults)
    address = _address("delivery", {"name": parts["contact"].get("name", ""), **lines}, faults)
    return {**address, OWN_NUMBER: number} if number else address


def _apart(told: Told) -> tuple[Told, str]:
    """The lines of the address, and the buyer's own number for the papers."""
    lines = {name: value for name, value in told.items() if name != OWN_NUMBER}
    return lines, told.get(OWN_NUMBER, "").strip()


def _number_fits(part: str, number: str, faults: Faults) -> None:
    if number:
        _fits(part, OWN_NUMBER, number, LONGEST_NUMBER, (legible.line, card_numbers.refuse), faults)


def _address(part: str, told: Told, faults: Faults) -> Told:
    """Held against its country's rules. A line that the country's addresses do not have is refused, not dropped."""
    for name, value in told.items():
        try:
            (legible.lines if name == "street_address" else legible.line)(value)
        except Unfit:
            faults.add(part, name, "illegible")
    checked = postal.check(told)
    for name, says in checked.errors.items():
        faults.add(part, name, "address", says)
    for name, value in told.items():
        if value.strip() and not checked.cleaned.get(name) and name not in checked.errors:
            faults.add(part, name, "not-needed")
    return checked.cleaned


def _billing(told: Told, delivery: Told, payer: str, faults: Faults) -> Told:
    """As the checkout has it: the delivery address in the payer's name, unless another one is told."""
    typed = told.get("tax_id", "").strip()
    lines, own = _apart({name: value for name, value in told.items() if name != "tax_id"})
    _number_fits("billing", own, faults)
    address = _address("billing", {"name": payer, **lines}, faults) if lines else {**delivery, "name": payer}
    if own := own or delivery.get(OWN_NUMBER, ""):
        address[OWN_NUMBER] = own
    if not typed:
        return address
    number = vat_id.read(typed)
    if not vat_id_decides(book.seller(), delivery.get("country", "")):
        faults.add("billing", "tax_id", "not-needed")
    elif number is None:
        faults.add("billing", "tax_id", "vat_number")
    return {**address, "tax_id": number.number} if number else address


def _residence(told: Told, faults: Faults) -> Told:
    known = {code for code, _name in place_options.residences("") if code}
    for name, code in told.items():
        if code and code not in known:
            faults.add("residence", name, "country")
    return told
