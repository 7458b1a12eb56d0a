"""What is asked of a service, and how an answer is tied to the asking.

`state` ties the answer to the browser that asked, `nonce` the service's word to the asking, `verifier` the exchange of the
code to whoever asked for it (RFC 7636; OpenID Connect Core 1.0, 3.1.2.1). All three are random and say nothing of anybody.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from .claims import Told


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """One asking. `back`: where the service sends the browser; `anew`: it is to make sure who sits there, now."""

    back: str
    state: str
    nonce: str
    verifier: str
    anew: bool = False

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Service(Protocol):
    @property
    def realm(self) -> str:
        """Whose numbers for people they are: the issuer."""

    @property
    def page(self) -> str:
        """The origin its page is at, which a form of ours may lead to; "" for this shop's own."""

    def begin(self, asked: Asked, granted: frozenset[str]) -> str:
        """The address of its page. `granted`: what it may tell (`GRANTABLE`); nothing else is asked for. Raises NoAnswer."""

    def told(self, asked: Asked, granted: frozenset[str], answer: Mapping[str, str]) -> Told:
        """What it says of whoever came back. `answer`: of the address they came back to. Raises NotTheirWord, NoAnswer."""


def new(back: str, *, anew: bool = False) -> Asked:
    return Asked(back, secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), anew)
