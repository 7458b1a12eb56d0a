"""People who came without an e-mail address and can be rung: found again by their number, in the office and by a second file.

The shop keeps a keyed digest of the number, and one of the name beside it, since a number may be a family's. It is of the
number they have now (`changing`), goes with the row that has it, and that with them (`forget`, `forgetting.sweep`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.sqlite.shredding import cut_log

from .models import Taken, What

_LENGTH: Final = 32  # characters of each digest


@sensitive_variables()
def key(telephone: str, name: str) -> str:
    """For `Taken.former`."""
    return f"{_number(telephone)}/{_digest(' '.join(name.casefold().split()))}"


@sensitive_variables()
def known(telephone: str, name: str) -> tuple[gate.PersonId, ...]:
    """Whoever came by this number and name."""
    return behind(key(telephone, name))


def behind(former: str) -> tuple[gate.PersonId, ...]:
    """The same by their key."""
    return _behind(former=former)


@sensitive_variables()
def at(telephone: str) -> tuple[gate.PersonId, ...]:
    """Everybody who came by this number, without an e-mail address."""
    return _behind(former__startswith=_number(telephone) + "/")


@contextmanager
@sensitive_variables()
def changing(person: gate.PersonId, telephone: str) -> Iterator[None]:
    """While their number becomes another in the vault, or "" for none: the old one finds nobody any more.

    The digest comes first: of a process that dies on the way nothing is left by which the old number would find them. What
    is refused puts it back. Without a number a random word stands in its place, since it holds rows of several former shops together.
    """
    number = _number(telephone) if telephone else secrets.token_hex(_LENGTH // 2)
    moved: list[tuple[int, str, str]] = []
    for row in _of(person):
        now = f"{number}/{row.former.partition('/')[2]}"
        Taken.objects.filter(pk=row.pk, former=row.former).update(former=now)
        moved.append((row.pk, row.former, now))
    try:
        yield
    except Exception:
        for pk, before, now in moved:
            Taken.objects.filter(pk=pk, former=now).update(former=before)
        raise
    if moved:
        cut_log("default")


def forget(person: gate.PersonId) -> None:
    """Of somebody who is being erased: afterwards nobody could tell whose row it was."""
    if _of(person).delete()[0]:
        cut_log("default")


def _of(person: gate.PersonId) -> QuerySet[Taken]:
    """By what they came with; where that has outlived its time, by the same key in the file of another shop. A correction may
    have given somebody else the same: their rows stay theirs.
    """
    came = Taken.objects.filter(what=What.CONTACT, alias="").exclude(former="")
    keys = came.filter(party__in=gate.parties_of(person)).values_list("former", flat=True)
    alike = {row.pk: gate.PartyId(int=row.party.int) for row in came.filter(former__in=list(keys))}
    known = gate.persons_of_parties(alike.values())
    return Taken.objects.filter(pk__in=[pk for pk, party in alike.items() if known.get(party, person) == person])


def _behind(**former: str) -> tuple[gate.PersonId, ...]:
    rows = Taken.objects.filter(what=What.CONTACT, **former).order_by("pk")
    found = (gate.person_of_party(gate.PartyId(int=row.party.int)) for row in rows)
    return tuple(dict.fromkeys(person for person in found if person is not None))


@sensitive_variables()
def _number(telephone: str) -> str:
    return _digest(re.sub(r"[^0-9]", "", telephone))


@sensitive_variables()
def _digest(text: str) -> str:
    return salted_hmac("troth.intake.telephone", text, algorithm="sha256").hexdigest()[:_LENGTH]
