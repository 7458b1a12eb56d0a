"""A forgotten password: ask for a link, follow it, choose anew. The link is minted when the mail leaves."""

from __future__ import annotations

import hmac
import time
import uuid
from collections.abc import MutableMapping
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.people import signed_in
from troth.people.models import User

LINK = "password_reset"
HOURS = 1
MINUTES_TO_CHOOSE = 30
_OPEN = "password_reset"  # where a session remembers that a link was followed


@sensitive_variables("alias")
def ask(alias: str) -> None:
    """Queue the mail: a link for an account whose mailbox is proven, else a word that there is none.

    One look-up and one message either way. A stranger's alias leads nowhere, so its message is dropped on leaving.
    """
    proven = (
        EmailAddress.objects.filter(email=alias, verified=True, user__is_active=True).select_related("user").first()
    )
    if proven is not None:
        channels.send(LINK, proven.email)
    else:
        channels.send("account_unknown", gate.new_alias())


def target_of(user: User) -> uuid.UUID:
    """What a link leads to: the account as it is now. A new password or mailbox ends the links sent before."""
    now = salted_hmac("troth.people.reset", f"{user.get_session_auth_hash()} {user.email}", algorithm="sha256")
    return uuid.UUID(bytes=user.pk.to_bytes(8) + now.digest()[:8])


def _opened_by(target: uuid.UUID) -> User | None:
    user = User.objects.filter(pk=int.from_bytes(target.bytes[:8]), is_active=True).first()
    return user if user is not None and hmac.compare_digest(target_of(user).bytes, target.bytes) else None


def follow(session: MutableMapping[str, Any], token: str) -> bool:
    """Use the link up and remember in the session whose it was; False when it is used or too old."""
    target = channels.links.redeem(LINK, token)
    user = _opened_by(target) if target else None
    if user is None:
        return False
    session[_OPEN] = {"account": str(user.public_id), "at": time.time(), "seal": user.get_session_auth_hash()}
    return True


def whose(session: MutableMapping[str, Any]) -> User | None:
    """The account that may choose a new password in this session: for half an hour, and once."""
    opened = session.get(_OPEN)
    if not isinstance(opened, dict) or time.time() - opened["at"] > MINUTES_TO_CHOOSE * 60:
        return None
    user = User.objects.filter(public_id=uuid.UUID(opened["account"]), is_active=True).first()
    if user is None or not hmac.compare_digest(opened["seal"], user.get_session_auth_hash()):
        return None
    return user


@sensitive_variables("password")
def choose(session: MutableMapping[str, Any], password: str) -> User:
    """Set the new password and sign the account out everywhere. Raises LookupError when nothing was followed."""
    user = whose(session)
    if user is None:
        raise LookupError("no link was followed in this session")
    user.set_password(password)
    user.save(update_fields=["password"])
    session.pop(_OPEN, None)
    signed_in.end_all(user)
    channels.send("password_changed", user.email)
    return user
