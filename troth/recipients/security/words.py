"""A partner's message: its shape, its words, and how it is read.

POST, Troth-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">
{"id": "w-4711", "order": "T-7K4Q93", "band": "high", "reasons": ["card_testing"]}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from .. import inbound
from ..inbound import Door
from ..inbound.reading import shaped
from ..payment import NotTheirWord

MOST_REASONS = 20
_NUMBER = re.compile(r"[A-Z0-9-]{1,16}\Z")
_NAMES = frozenset({"order", "band", "reasons"})


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


@sensitive_variables("body")
def read(partner: str, body: bytes, headers: Mapping[str, str]) -> Warned:
    """Raises LookupError for a partner there is not, and NotTheirWord for what is forged, late, too long or makes no sense."""
    return _warned(inbound.read(Door.SECURITY, partner, body, headers, _NAMES))


def _warned(word: inbound.Read) -> Warned:
    reasons, band = word.told.get("reasons", []), word.told.get("band")
    if not isinstance(reasons, list) or len(reasons) > MOST_REASONS or not isinstance(band, str) or band not in Band:
        raise NotTheirWord("the body is signed but makes no sense")
    known = [Reason(each) for each in reasons if isinstance(each, str) and each in Reason]
    return Warned(
        id=word.id,
        order=shaped(_NUMBER, word.told.get("order")),
        band=Band(band),
        reasons=tuple(dict.fromkeys(known)),
        dropped=word.dropped + len(reasons) - len(known),
    )
