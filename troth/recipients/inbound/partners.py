"""Who may speak at which door: the partners of the settings, in practice mode a stand-in, and services for signing in."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from troth import gate

PRACTICE, REAL = "practice", "partner"


class Door(StrEnum):
    """What is told at each: orders that look like fraud, who signs in, businesses, campaigns."""

    SECURITY = "security"
    SIGN_IN = "sign_in"
    LEADS = "leads"
    CAMPAIGNS = "campaigns"

    @property
    def words(self) -> str:
        return str(
            {
                Door.SECURITY: _("Warnings of orders"),
                Door.SIGN_IN: _("Who signs in"),
                Door.LEADS: _("Where people work"),
                Door.CAMPAIGNS: _("What campaigns did"),
            }[self]
        )


# Services for signing in are called by hand and sign their own words; the others post theirs.
POSTED = frozenset({Door.SECURITY, Door.LEADS, Door.CAMPAIGNS})


def label_of(door: Door, partner: str) -> str:
    """What the partner is called. Raises LookupError where this shop has no such partner at that door."""
    if door is Door.SIGN_IN:
        return gate.policy().recipients[partner].label
    if partner == PRACTICE and settings.TROTH.practice:
        return str(_("Practice partner"))
    name = _set(door)[0]
    if partner == REAL and name:
        return name
    raise LookupError("no such partner")


def secrets_of(door: Door, partner: str) -> tuple[bytes, ...]:
    """What its words may be signed with. Raises LookupError."""
    if door not in POSTED:
        raise LookupError("nothing is posted at this door")
    label_of(door, partner)
    if partner == PRACTICE:
        return (practice_secret(door),)
    return tuple(secret.encode() for secret in _set(door)[1])


def practice_secret(door: Door) -> bytes:
    """What the practice partner shares with the shop at one door; of this installation."""
    return salted_hmac("troth.recipients.inbound", str(door), algorithm="sha256").digest()


def _set(door: Door) -> tuple[str, tuple[str, ...]]:
    here = settings.TROTH
    return {
        Door.SECURITY: (here.security_partner, here.security_secrets),
        Door.LEADS: (here.lead_partner, here.lead_secrets),
        Door.CAMPAIGNS: (here.campaign_partner, here.campaign_secrets),
    }[door]
