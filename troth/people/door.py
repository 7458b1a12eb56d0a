"""Where a typed e-mail address becomes an alias. Nothing behind this door sees the address again.

The address of an account becomes its alias. Any other becomes a stand-in: an alias of the same shape that leads
nowhere and is stored nowhere. It is a keyed digest of the address rather than a random word, so that allauth's
limits per address count strangers and members alike; otherwise the limit itself would tell who has an account.
"""

from __future__ import annotations

import unicodedata

from django.utils.crypto import salted_hmac

from troth import gate
from troth.people.models import ALIAS_DOMAIN


def alias_of(typed: str) -> str:
    """The alias that stands for a typed address: always one look-up, always the same shape of answer."""
    return gate.alias_at(typed) or stand_in(typed)


def stand_in(typed: str) -> str:
    """An alias that leads nowhere. It changes when the shop's secret does."""
    spelling = unicodedata.normalize("NFKC", typed).strip().casefold()
    return f"{salted_hmac('troth.people.door', spelling, algorithm='sha256').hexdigest()[:32]}@{ALIAS_DOMAIN}"


def masked(source: str) -> str:
    """What a limit per network address is counted under: a keyed digest instead of the address."""
    return salted_hmac("troth.people.limits", source, algorithm="sha256").hexdigest()[:32]
