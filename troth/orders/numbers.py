"""Numbers and secrets that are shown outside: random, never time-ordered."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's base 32: no I, L, O or U, so that a number read over the telephone is written down as it was said.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
PATTERN = rf"T-[{ALPHABET}]{{{LENGTH}}}"


def order_number() -> str:
    """For example "T-7K4Q93". A thousand million of them; a clash is caught by the unique column."""
    return "T-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def secret() -> str:
    """256 random bits, fit for an address or a cookie: 43 characters."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """How a secret is stored. It has 256 bits of its own, so a plain hash cannot be guessed back."""
    return hashlib.sha256(text.encode()).hexdigest()
