"""Sending somebody to a service, and tying its answer to the asking. The session holds random words and our own, nothing of anybody."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from troth.recipients import sign_in
from troth.recipients.inbound import Door, tally
from troth.recipients.sign_in import Asked, Told

from . import granted

_KEPT: Final = "introductions"
GOOD_FOR: Final = 600  # seconds between leaving for the service and coming back
AT_ONCE: Final = 4  # askings that a session remembers, such as of several tabs


class For(StrEnum):
    """What somebody was sent for."""

    SIGN_IN = "sign_in"
    CONNECT = "connect"
    AGAIN = "again"  # to make sure that it is still them


class NotAsked(Exception):
    """An answer that nobody here asked for, or one too late, or one that came before."""


class Declined(Exception):
    """The service says that the person did not want to, or that it could not."""


@dataclass(frozen=True, slots=True)
class Answer:
    told: Told
    sent_for: For
    account: str  # random id of the account that sent them, "" for nobody
    onwards: str  # a page of this shop, or ""


def begin(session: MutableMapping[str, Any], service: str, back: str, sent_for: For, account: str, onwards: str) -> str:
    """The address of the service's page. `back`: our whole address it answers to. Raises LookupError, `sign_in.NoAnswer`."""
    asked = sign_in.new(back, anew=sent_for is For.AGAIN)
    page = sign_in.service(service).begin(asked, granted.names())
    kept = sorted(_living(session).items(), key=lambda each: each[1]["at"])[-AT_ONCE + 1 :]
    entry = {
        "service": service,
        "back": back,
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "for": str(sent_for),
        "account": account,
        "onwards": onwards,
        "language": translation.get_language() or "",
        "at": time.time(),
    }
    session[_KEPT] = {**dict(kept), _name(asked.state): entry}
    return page


@sensitive_variables("told", "came")
def answer(session: MutableMapping[str, Any], service: str, came: Mapping[str, str]) -> Answer:
    """Use the asking up, and hear what the service says. Raises NotAsked, Declined, NotTheirWord, `sign_in.NoAnswer`, LookupError.

    Never within a transaction of the shop: it waits for the service.
    """
    adapter, kept = sign_in.service(service), _living(session)
    entry = kept.pop(_name(came.get("state", "")), None)
    if _KEPT in session:  # who was never sent anywhere gets no session by asking
        session[_KEPT] = kept
    if entry is None or entry["service"] != service:
        raise NotAsked
    if "error" in came:
        raise Declined
    sent_for = For(entry["for"])
    asked = Asked(entry["back"], came["state"], entry["nonce"], entry["verifier"], anew=sent_for is For.AGAIN)
    told = adapter.told(asked, granted.names(), came)
    tally.count(Door.SIGN_IN, service, told.dropped)
    return Answer(told, sent_for, entry["account"], entry["onwards"])


def language_of(session: Mapping[str, Any], came: Mapping[str, str]) -> str:
    """The language that was spoken when they were sent off; else the present one."""
    entry = _living(session).get(_name(came.get("state", "")), {})
    return str(entry.get("language") or translation.get_language() or "")


def _living(session: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    kept = session.get(_KEPT)
    if not isinstance(kept, dict):
        return {}
    return {name: each for name, each in kept.items() if time.time() - each["at"] <= GOOD_FOR}


def _name(state: str) -> str:
    """The word itself is in the address bar and in the browser's history: a session holds its hash."""
    return hashlib.sha256(state.encode()).hexdigest()
