"""`hear`: a partner's word about where somebody works is sealed with that person, with the partner's name and the door.

A newer word of the same partner replaces its older one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.recipients import leads
from troth.recipients.inbound import Door, label_of, practice, tally
from troth.recipients.inbound.partners import PRACTICE
from troth.recipients.leads import Said

from . import numbers
from .ask import ask
from .purpose import KIND, PURPOSE, SOURCE


class Nobody(LookupError):
    """No such number, or nobody behind it any more, or somebody who said no. Which, the partner is not told."""


@sensitive_variables("body", "said")
def hear(partner: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """False for a word that was heard before. Raises LookupError for an unknown partner, NotTheirWord, and Nobody.

    Never within a transaction of the shop.
    """
    try:
        return _heard(partner, body, headers)
    except gate.Refused:  # recorded as such
        raise Nobody from None


@sensitive_variables("told")
def practise(person: gate.PersonId, actor: gate.Actor, **told: object) -> None:
    """Let the practice partner speak of somebody. Raises LookupError in a live shop, NotTheirWord, Nobody, `gate.Refused`."""
    number = ask(person, PRACTICE, actor).number
    _heard(PRACTICE, *practice.message(Door.LEADS, {"about": number, **told}))


@sensitive_variables("body", "said")
def _heard(partner: str, body: bytes, headers: Mapping[str, str]) -> bool:
    said = leads.read(partner, body, headers)
    if tally.heard(Door.LEADS, partner, said.id):
        return False
    try:
        person = numbers.read(said.about, partner)
    except numbers.NoNumber:
        raise Nobody from None
    _keep(person, said, label_of(Door.LEADS, partner))
    try:
        with transaction.atomic():
            tally.note(Door.LEADS, partner, said.id, said.dropped)
    except tally.HeardBefore:
        return False
    return True


@sensitive_variables("said", "told")
def _keep(person: gate.PersonId, said: Said, name: str) -> None:
    """Raises `gate.Refused`."""
    fields = {"organization": said.organization, "position": said.position, "origin": name}
    told = {KIND: {field: text for field, text in fields.items() if text}}
    actor = gate.system(PURPOSE)
    with gate.together(person):  # two words at the same instant would both look before either is there
        older = _of_the_same(person, name, actor)
        gate.collect(person, told, purpose=PURPOSE, source=SOURCE, actor=actor, replaces=older)


def _of_the_same(person: gate.PersonId, name: str, actor: gate.Actor) -> gate.RecordId | None:
    """What this partner said before. Raises `gate.Refused`."""
    for record in gate.use(person, [f"{KIND}.origin"], purpose=PURPOSE, actor=actor).all(KIND):
        origin = record["origin"]
        if record.source == SOURCE and isinstance(origin, gate.Personal) and origin.reveal() == name:
            return record.id
    return None
