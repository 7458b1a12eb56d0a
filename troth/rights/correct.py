"""Correcting one's own data: the record is replaced, and the ledger says so."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.intake import by_telephone
from troth.orders import places, readdress
from troth.orders.models import Order

from .mine import Owned, one
from .reader import Reader
from .unpacked import unpacked

BESIDE = frozenset({"purchase_order"})
TELEPHONE = "telephone"  # the kind, and its field


class NotYours(LookupError):
    """There is no such record among the reader's own, or it is not one to correct by oneself."""


class TooLate(Exception):
    """The order was packed meanwhile: what lies on the packing table is not changed from here."""


class OtherTaxes(Exception):
    """What was paid is not what is due where the parcel would go."""


def to_correct(reader: Reader, record_id: UUID) -> Owned:
    owned = one(reader, record_id)
    if owned is None or not owned.correctable:
        raise NotYours
    return owned


@sensitive_variables("fields")
def correct(owned: Owned, fields: Mapping[str, str]) -> None:
    """Replace a record that `to_correct` gave out. Raises TooLate, OtherTaxes and `gate.Refused`."""
    if owned.party is not None:
        _may_change(owned, fields)
    with _found_by(owned, fields.get(TELEPHONE, "")):
        gate.collect(
            owned.person,
            {owned.record.kind: {**_beside(owned), **fields}},
            purpose="rights_request",
            source="preferences",
            actor=gate.the_person(owned.person),
            party=owned.party,
            replaces=owned.record.id,
        )
    if owned.party is not None and owned.party not in unpacked([owned.party]):
        raise TooLate  # packed while this was written: the label may have been printed from the old version


def _beside(owned: Owned) -> dict[str, str]:
    """What was typed with an address and is no part of it stays as it was when the address is put right."""
    told = owned.record.fields.items()
    return {name: value.reveal() for name, value in told if name in BESIDE and isinstance(value, gate.Personal)}


def remove(reader: Reader, record_id: UUID) -> None:
    """Take one record out of the account: an address, the telephone number."""
    owned = to_correct(reader, record_id)
    if not owned.removable:
        raise NotYours
    with _found_by(owned, ""):
        gate.discard(owned.person, record_id, actor=gate.the_person(owned.person))


def _found_by(owned: Owned, telephone: str) -> AbstractContextManager[None]:
    """Whoever came without an address is found by their number: by the one they have now, and no longer by the old one."""
    return by_telephone.changing(owned.person, telephone) if owned.record.kind == TELEPHONE else nullcontext()


def _may_change(owned: Owned, fields: Mapping[str, str]) -> None:
    if owned.party is None or owned.party not in unpacked([owned.party]):
        raise TooLate
    closed = places.closed(fields.get("country", ""), fields.get("region", "")) if "country" in fields else None
    if closed is not None:
        raise gate.Refused(closed.clause, "embargoed", closed.reason)
    if owned.record.kind == readdress.DELIVERY:
        order, old = Order.objects.get(party=owned.party), owned.record.fields.items()
        before = {name: value.reveal() for name, value in old if isinstance(value, gate.Personal)}
        if not readdress.same_taxes(order, before, fields):
            raise OtherTaxes
