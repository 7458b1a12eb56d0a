"""Taking an import of people back, and forgetting whom nobody has heard of for as long as the policy says."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from troth import gate

from .models import Taken, What

logger = logging.getLogger("troth.intake")

BATCH = 200


def sweep(now: datetime | None = None) -> int:
    """Forget people of an earlier shop whose time is over, unless an account or an order came since; how many.

    What the earlier shop noted goes by its own key (`gate.expire`); this is the rest of them. Whom the gate will not erase
    stays due. May run at any time.
    """
    due = Taken.objects.filter(what=What.CONTACT, until__lte=now or timezone.now()).order_by("until", "pk")
    gone = 0
    for row in due[:BATCH]:
        person = gate.person_behind(row.alias)
        if person is not None and not stays(person, row):
            if not _erased(person):
                continue
            gone += 1
        row.delete()
    return gone


def stays(person: gate.PersonId, row: Taken) -> bool:
    """Somebody has an account, or an order, or came with another file as well."""
    if gate.account_of_person(person) is not None:
        return True
    parties = [party for party in gate.parties_of(person) if party.int != row.party.int]
    notes = Taken.objects.filter(what=What.CONTACT, party__in=parties).count()
    return len(parties) > notes


def take_back(row: Taken) -> bool:
    """Undo what an import did about one person. False where it stays, because they are a customer by now.

    A no that came with the file stays said for whoever stays; consent that it brought goes with the person.
    """
    person = gate.person_behind(row.alias)
    if person is None:
        return True
    if row.made and not stays(person, row):
        return _erased(person)
    if row.made:
        return False
    gate.forget_unfinished(gate.PartyId(int=row.party.int))
    for record in row.records:
        gate.discard(person, gate.RecordId(record), actor=gate.system("rights_request"))
    return True


def _erased(person: gate.PersonId) -> bool:
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("somebody of an earlier shop could not be erased: %s", refused.code)
        return False
    return True
