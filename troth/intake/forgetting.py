"""Taking an import of people back, and forgetting whom nobody has heard of for as long as the policy says."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import batched

from django.db.models import Q, QuerySet
from django.utils import timezone

from troth import gate

from . import by_telephone
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
        person = person_of(row)
        if person is not None and not stays(person, row):
            if not _erased(person):
                continue
            gone += 1
        row.delete()
    _drop_numbers_of_nobody()
    return gone


def person_of(row: Taken) -> gate.PersonId | None:
    """Who stands behind a row: by their address, or by a record that a file made of whoever has none. Where several shops knew
    them, what the first one noted goes first."""
    if row.alias:
        return gate.person_behind(row.alias)
    # First: a correction may have given somebody else the same key.
    own = gate.person_of_party(gate.PartyId(int=row.party.int))
    return own or next(iter(by_telephone.behind(row.former)), None)


def _drop_numbers_of_nobody() -> None:
    """The digest of a number does not outlive them: whoever erased them, a person or their time, knows no row of ours."""
    rows = Taken.objects.filter(what=What.CONTACT, alias="").exclude(mark="").order_by("pk")
    for some in batched(rows.values_list("pk", "party", "former"), BATCH, strict=False):
        here = gate.persons_of_parties([gate.PartyId(int=party.int) for _pk, party, _former in some])
        gone = [(pk, former) for pk, party, former in some if party not in here]
        Taken.objects.filter(pk__in=[pk for pk, former in gone if not by_telephone.behind(former)]).delete()


def rows_of(person: gate.PersonId) -> QuerySet[Taken]:
    """What was taken in of somebody, by any file."""
    theirs = Q(alias__in=gate.aliases_of(person)) | Q(party__in=gate.parties_of(person))
    return Taken.objects.filter(theirs, what=What.CONTACT)


def stays(person: gate.PersonId, row: Taken) -> bool:
    """Somebody has an account, a subscription, or an order, or came with another file as well."""
    if gate.account_of_person(person) is not None or gate.holds(person, "subscription"):
        return True
    parties = [party for party in gate.parties_of(person) if party.int != row.party.int]
    notes = Taken.objects.filter(what=What.CONTACT, party__in=parties).count()
    return len(parties) > notes


def take_back(row: Taken) -> bool:
    """Undo what an import did about one person. False where it stays, because they are a customer by now.

    A no that came with the file stays said for whoever stays; consent that it brought goes with the person.
    """
    person = person_of(row)
    if person is None:
        return True
    if row.made and stays(person, row):
        return False
    if row.made and not _handed_on(row, person):
        return _erased(person)
    gate.forget_unfinished(gate.PartyId(int=row.party.int))
    for record in row.records:
        gate.discard(person, gate.RecordId(record), actor=gate.system("rights_request"))
    return True


def heard_of(person: gate.PersonId, until: datetime) -> None:
    """Another former shop knew them, too: whoever is known from such files alone is forgotten so much later."""
    rows_of(person).filter(made=True, until__lt=until).update(until=until)


def _handed_on(row: Taken, person: gate.PersonId) -> bool:
    """Whether another file has them, too: then that is what keeps them here."""
    other = rows_of(person).exclude(pk=row.pk).exclude(mark="").order_by("pk").first()
    return other is not None and bool(Taken.objects.filter(pk=other.pk).update(made=True, until=row.until))


def _erased(person: gate.PersonId) -> bool:
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("somebody of an earlier shop could not be erased: %s", refused.code)
        return False
    return True
