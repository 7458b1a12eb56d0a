"""A partner's message: its shape, its words, and how it is read.

POST, Troth-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">
{"id": "w-4711", "order": "T-7K4Q93", "band": "high", "reasons": ["card_testing"]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from .. import signature
from ..payment import NotTheirWord

PRACTICE, REAL = "practice", "partner"
HEADER = "troth-signature"
LARGEST = 8 * 1024  # bytes; the longest true word has not a tenth of it
MOST_REASONS = 20
_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}\Z")
_NUMBER = re.compile(r"[A-Z0-9-]{1,16}\Z")
_NAMES = frozenset({"id", "order", "band", "reasons"})


class Band(StrEnum):
    """How strongly they warn. `LOW` takes an earlier warning back."""

    LOW = "low"
    ELEVATED = "elevated"
    HIGH = "high"


STRENGTHS: dict[Band, Promise] = {
    Band.LOW: _("Slight: nobody has to look"),
    Band.ELEVATED: _("Raised: it counts among other signs"),
    Band.HIGH: _("Strong: one of us looks before anything is sent"),
}


class Reason(StrEnum):
    CARD_TESTING = "card_testing"
    CARD_STOLEN = "card_stolen"
    DISPUTED_BEFORE = "disputed_before"
    ADDRESS_MISUSED = "address_misused"
    MAILBOX_THROWAWAY = "mailbox_throwaway"
    ACCOUNT_TAKEN_OVER = "account_taken_over"


REASONS: dict[Reason, Promise] = {
    Reason.CARD_TESTING: _("The card was tried in many shops within a short time."),
    Reason.CARD_STOLEN: _("The card was reported stolen."),
    Reason.DISPUTED_BEFORE: _("Earlier payments with this card were disputed."),
    Reason.ADDRESS_MISUSED: _("The delivery address was misused before."),
    Reason.MAILBOX_THROWAWAY: _("The mailbox is one that anybody can throw away."),
    Reason.ACCOUNT_TAKEN_OVER: _("Somebody else may be using the customer's account."),
}


@dataclass(frozen=True, slots=True)
class Warned:
    """One word of a partner's. `dropped`: how much it said beside what it may say; nothing of that was kept."""

    id: str
    order: str
    band: Band
    reasons: tuple[Reason, ...]
    dropped: int = 0


def strength(band: str) -> str:
    """How strongly they warned, as people read it; a word we do not know stays as it is."""
    return str(STRENGTHS[Band(band)]) if band in Band else band


def label_of(partner: str) -> str:
    """What the partner is called. Raises LookupError where this shop has no such partner."""
    here = settings.TROTH
    if partner == PRACTICE and here.practice:
        return str(_("Practice partner"))
    if partner == REAL and here.security_partner:
        return str(here.security_partner)
    raise LookupError("no such security partner")


@sensitive_variables("body")
def read(partner: str, body: bytes, headers: Mapping[str, str]) -> Warned:
    """Raises LookupError for a partner there is not, and NotTheirWord for what is forged, late, too long or makes no sense."""
    secrets = _secrets(partner)
    if len(body) > LARGEST:
        raise NotTheirWord("the body is too large")
    mark = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    signature.check(body, mark, secrets)
    try:
        return _warned(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotTheirWord("the body is signed but makes no sense") from None


def _secrets(partner: str) -> list[bytes]:
    from . import practice

    label_of(partner)
    if partner == PRACTICE:
        return [practice.secret()]
    return [secret.encode() for secret in settings.TROTH.security_secrets]


def _warned(told: Any) -> Warned:
    reasons = told.get("reasons", [])
    if not isinstance(reasons, list) or len(reasons) > MOST_REASONS:
        raise ValueError("reasons")
    known = [Reason(each) for each in reasons if isinstance(each, str) and each in Reason]
    return Warned(
        id=_shaped(_ID, told["id"]),
        order=_shaped(_NUMBER, told["order"]),
        band=Band(told["band"]),
        reasons=tuple(dict.fromkeys(known)),
        dropped=len(told.keys() - _NAMES) + len(reasons) - len(known),
    )


def _shaped(shape: re.Pattern[str], told: object) -> str:
    if not isinstance(told, str) or shape.match(told) is None:
        raise ValueError("id")
    return told
