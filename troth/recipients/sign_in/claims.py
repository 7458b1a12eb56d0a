"""What is taken from a service's word about somebody, and how much is thrown away unread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.views.decorators.debug import sensitive_variables

from ..payment import NotTheirWord

# What the policy may grant → the scope it is asked for with (OpenID Connect Core 1.0, 5.4).
GRANTABLE: Final = {"email": "email", "name": "profile"}
# What the word itself is made of, and its number for the person; the rest is about the person.
_OF_THE_WORD: Final = frozenset(
    [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "nonce",
        "azp",
        "at_hash",
        "c_hash",
        "s_hash",
        "auth_time",
        "acr",
        "amr",
        "sid",
        "email_verified",
    ]
)
LONGEST_SUBJECT: Final = 255  # OpenID Connect Core 1.0, section 2: ASCII, 255 signs at most
LONGEST_NAME, LONGEST_ADDRESS = 100, 254


@dataclass(frozen=True, slots=True)
class Told:
    """`subject` is its number for the person. `proven`: it says that the mailbox is theirs. `dropped`: claims nobody asked for."""

    subject: str = field(repr=False)
    email: str = field(default="", repr=False)
    proven: bool = False
    name: str = field(default="", repr=False)
    dropped: int = 0


@sensitive_variables()
def read(claims: Mapping[str, Any], granted: frozenset[str]) -> Told:
    """Raises NotTheirWord where there is nobody in it."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isascii():
        raise NotTheirWord("the word is about nobody")
    email = _address(claims.get("email")) if "email" in granted else ""
    return Told(
        subject=subject,
        email=email,
        proven=bool(email) and claims.get("email_verified") is True,
        name=_line(claims.get("name")) if "name" in granted else "",
        dropped=len(claims.keys() - _OF_THE_WORD - granted),
    )


def _address(told: object) -> str:
    """The address, or "" for what is none: a service's slip must not become somebody's."""
    if not isinstance(told, str) or len(told) > LONGEST_ADDRESS or not told.isascii():
        return ""
    try:
        validate_email(told)
    except ValidationError:
        return ""
    return told


def _line(told: object) -> str:
    if not isinstance(told, str) or not told.isprintable():
        return ""
    return " ".join(told.split())[:LONGEST_NAME]
