"""Vouchers for once per customer, or for a first order: who has had theirs is asked of the vault, and written down nowhere.

What a customer has ordered the vault knows, under keys that die with them; the books know which orders used a voucher. So
nothing new is kept of anybody. Of two orders of one customer at a moment, the second finds the claim of the first: a keyed
digest on the row of an order being placed, which is gone with that row. See docs/adr/0024.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from troth import gate

from ..errors import VoucherHad
from ..models import Order, Placing, VoucherUse
from ..states import Status
from .priced import VoucherHeld

CAME_TO_NOTHING = (Status.CANCELLED, Status.ABANDONED)


@sensitive_variables("email")
def begin(party: gate.PartyId, held: VoucherHeld, person: gate.PersonId | None, email: str) -> None:
    """An order that uses this voucher is about to be placed. Raises VoucherHad, also while another of theirs is being placed."""
    try:
        with transaction.atomic():
            Placing.objects.create(party=party, claim=_claim(held.pk, person, email))
    except IntegrityError:
        raise VoucherHad(held.code) from None
    try:
        if _had(held, _parties(person, email)):
            raise VoucherHad(held.code)
    except (
        Exception
    ):  # nothing of the order is in the vault yet; a claim that stayed would say "had" to them for minutes
        Placing.objects.filter(party=party).delete()
        raise


@sensitive_variables("email")
def _claim(voucher: int, person: gate.PersonId | None, email: str) -> str:
    """The same for an account and for a guest at its address. Worth nothing without the shop's secret."""
    alias = gate.alias_at(email) if person is None else None
    whose = person or (gate.person_behind(alias) if alias else None)
    known = f"person {whose}" if whose else f"address {email.strip().lower()}"
    return salted_hmac("troth.voucher", f"{voucher} {known}", algorithm="sha256").hexdigest()


@sensitive_variables("email")
def _parties(person: gate.PersonId | None, email: str) -> list[gate.PartyId]:
    """Of everybody who is, as far as the vault can tell, this customer: the account, and guests at any of its addresses."""
    known = {*gate.persons_at(email), *((person,) if person else ())}
    beside = gate.guests_beside_each(known)
    everybody = known.union(*beside.values())
    return [party for each in everybody for party in gate.parties_of(each)]


def _had(held: VoucherHeld, parties: list[gate.PartyId]) -> bool:
    if held.first_order:
        return Order.objects.filter(party__in=parties).exclude(status__in=CAME_TO_NOTHING).exists()
    return VoucherUse.objects.filter(voucher=held.pk, given_back_at=None, order__party__in=parties).exists()
