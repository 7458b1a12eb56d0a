"""At which of a person's addresses their account is found. A further address counts once its mailbox has answered."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from troth.vault.models import Alias

from .ids import PersonId, RecordId
from .work import hold, vault_work


def aliased(person: PersonId) -> dict[str, RecordId]:
    """Which record each alias of a person stands for."""
    return dict(Alias.objects.filter(person=person).values_list("alias", "record_id"))


def settle_address(person: PersonId, alias: str) -> bool:
    """From now on the person's account is found at the address behind `alias`, and at no other.

    False, and nothing changed, when another account has that address by now.
    """
    with vault_work():
        hold(person)
        theirs = Alias.objects.filter(person=person)
        try:
            with transaction.atomic(using="vault"):
                moved = theirs.filter(alias=alias).update(account=True)
        except IntegrityError:
            return False
        if moved:
            theirs.exclude(alias=alias).update(account=False)
    return bool(moved)
