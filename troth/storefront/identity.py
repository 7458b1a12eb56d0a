"""Who keeps this shop: the name in its head and the address in its foot, from the policy's controller."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from troth.policy import load


@dataclass(frozen=True, slots=True)
class Shop:
    """`name` is the trading name ("Cellorama"), `controller` the legal one; `address` has one line each."""

    name: str
    controller: str
    address: tuple[str, ...]
    email: str
    telephone: str
    policy_version: str

    @property
    def telephone_link(self) -> str:
        return re.sub(r"[^+\d]", "", self.telephone)


@cache
def shop() -> Shop:
    """Read once a process, like the policy itself."""
    policy = load(settings.TROTH.policy_dir)
    who = policy.controller
    place = " ".join(part for part in (who.locality, who.region, who.postcode) if part)
    return Shop(
        name=settings.WAGTAIL_SITE_NAME,
        controller=who.name,
        address=tuple(line for line in (*who.street_address.splitlines(), place) if line),
        email=who.privacy_contact if "@" in who.privacy_contact else who.email,
        telephone=who.telephone,
        policy_version=policy.version,
    )
