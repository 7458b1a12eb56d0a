"""People who came without an e-mail address and can be rung: found again by their number, in the office and by a second file.

The shop keeps a keyed digest of the number, and one of the name beside it, since a number may be a family's. It goes with
the row that has it, and that with them (`forgetting.sweep`).
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from troth import gate

from .models import Taken, What

_LENGTH: Final = 32  # characters of each digest


@sensitive_variables()
def key(telephone: str, name: str) -> str:
    """For `Taken.former`."""
    return f"{_digest(re.sub(r'[^0-9]', '', telephone))}/{_digest(' '.join(name.casefold().split()))}"


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
    return _behind(former__startswith=key(telephone, "").partition("/")[0] + "/")


def _behind(**former: str) -> tuple[gate.PersonId, ...]:
    rows = Taken.objects.filter(what=What.CONTACT, **former).order_by("pk")
    found = (gate.person_of_party(gate.PartyId(int=row.party.int)) for row in rows)
    return tuple(dict.fromkeys(person for person in found if person is not None))


@sensitive_variables()
def _digest(text: str) -> str:
    return salted_hmac("troth.intake.telephone", text, algorithm="sha256").hexdigest()[:_LENGTH]
