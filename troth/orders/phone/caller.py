"""Whom a draft is for and where it goes: taken in by the desk, from a telephone call, for that purpose and no other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from troth import gate

from .. import jobs, numbers, sweep
from ..models import Basket, Draft, Order
from ..models.draft import Drafting
from . import CONTACT, DELIVERY, PURPOSE, SOURCE
from .held import held, living


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller says. `contact`: name, email, telephone. `delivery`: an address checked by `people.postal`.

    `method`: code of a shipping method, "" while none is chosen. `of_order`: the number of an order of theirs, if they
    name one; the draft becomes theirs only if that order's buyer is known at the very address they give now.
    """

    contact: Mapping[str, str] = field(repr=False)
    delivery: Mapping[str, str] = field(repr=False)
    method: str = ""
    of_order: str = ""


@sensitive_variables("told")
def note(ref: uuid.UUID, told: Told, actor: gate.Actor) -> uuid.UUID:
    """The draft's reference, a new one if the mail now goes elsewhere: the link that went to the other address is dead.

    Raises NotPossible, gate.Refused (an embargo, a closed account, …), Draft.DoesNotExist.
    """
    jobs.may(actor, PURPOSE)
    draft = living(ref)
    _may_go_there(told.delivery)
    before, person = gate.person_of_party(draft.whose), _whose(draft, told)
    if before is not None and person is None:
        sweep.forget(draft.whose, purpose=PURPOSE)
        ref = _renewed(draft)
    _may_buy(person)
    data: dict[str, Mapping[str, str]] = {CONTACT: told.contact, DELIVERY: told.delivery}
    if person is None:  # so that they find this draft under My privacy, by the link to their mailbox
        data["email"] = {"email": told.contact["email"]}
    gate.collect(person, data, purpose=PURPOSE, source=SOURCE, actor=actor, party=draft.whose)
    Draft.objects.filter(pk=draft.pk).update(method=told.method)
    return ref


def _may_go_there(delivery: Mapping[str, str]) -> None:
    """Said while they are on the telephone. The policy is asked again when they place the order."""
    region = delivery.get("region", "")
    place = f"{delivery['country']}-{region}" if 0 < len(region) <= 3 else delivery["country"]
    if refused := gate.policy().embargoed(place):
        raise gate.Refused.by(refused)


def _may_buy(person: gate.PersonId | None) -> None:
    standing = gate.standing(person) if person else None
    if standing is not None and standing.closed_since is not None:
        raise gate.Refused.by(gate.policy().refusals["closed"])


@sensitive_variables("told", "there")
def _whose(draft: Draft, told: Told) -> gate.PersonId | None:
    """Whoever this draft is of already, or the buyer of the order they name: if known at the address they give."""
    there = gate.persons_at(told.contact["email"])
    person = gate.person_of_party(draft.whose)
    if person is None and told.of_order:
        order = Order.objects.filter(number=told.of_order).first()
        person = gate.person_of_party(order.whose) if order else None
    return person if person in there else None


def _renewed(draft: Draft) -> uuid.UUID:
    """Another reference, and nobody who followed the earlier link gets in."""
    with transaction.atomic():
        now = held(draft.public_id)
        before, now.public_id, now.state = now.basket, uuid.uuid4(), Drafting.OPEN
        now.sent_at = None
        now.save(update_fields=["public_id", "state", "sent_at"])
        now.accesses.all().delete()
        Basket.objects.filter(token_digest=numbers.digest(before)).update(token_digest=numbers.digest(now.basket))
    return now.public_id
