"""Which passwords are refused, and why: short ones, known ones, and those anybody would try first here.

NIST SP 800-63B-4, section 3.1.1.2: 15 characters when a password stands alone, at least 64 accepted, all of Unicode,
no rules of composition, and a list of known passwords kept here, so that no password leaves the shop to be checked.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

LEAST = 15
MOST = 1024  # far beyond any passphrase; keeps a megabyte of text out of the hash function

_CONTEXT = ("cellorama", "celloramatech", "troth", "laboratory", "webshop")
_FAMOUS = frozenset({"correcthorsebatterystaple", "thequickbrownfoxjumpsoverthelazydog", "loremipsumdolorsitamet"})
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
_LOOKALIKES = str.maketrans("013457@$!|", "oieastasii")


class LongEnough:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < LEAST:
            raise ValidationError(
                _("Please use %(least)d characters or more. A short sentence works well: four or five odd words."),
                code="password_too_short",
                params={"least": LEAST},
            )
        if len(password) > MOST:
            raise ValidationError(_("Please use fewer than %(most)d characters."), "password_too_long", {"most": MOST})

    def get_help_text(self) -> str:
        return _now("%(least)d characters or more. A short sentence works well; spaces and any script are welcome.") % {
            "least": LEAST
        }


class NotGuessable:
    """Refuses known passwords, known ones dressed up, patterns, and words that belong to this shop."""

    def validate(self, password: str, user: Any = None) -> None:
        problem = weakness(password)
        if problem:
            raise ValidationError(problem, code="password_guessable")

    def get_help_text(self) -> str:
        return _now("Not one that is on the lists attackers try first.")


def weakness(password: str) -> str:
    """A sentence on why `password` is easy to guess; empty when nothing is known against it."""
    plain = _plain(password)
    if _known(plain) or _known(plain.translate(_LOOKALIKES)):
        return _now("This password is on the lists that attackers try first. Please choose another.")
    core = _undressed(plain)
    if _known(core) or _known(core.translate(_LOOKALIKES)):
        return _now("This is a well-known password with something added, and those are tried too.")
    if _chain_of_known(plain):
        return _now("This is made of well-known passwords in a row, and those are tried too.")
    if _repeats(plain) or _repeats(plain.translate(_LOOKALIKES)):
        return _now("This repeats itself: whoever guesses the beginning has the rest.")
    if _walks(plain):
        return _now("This follows the alphabet or the keyboard, and such rows are tried early.")
    if _of_this_shop(plain):
        return _now("This is mostly the shop's own name, and that is tried early here.")
    return ""


def is_mostly(password: str, words: Iterable[str]) -> bool:
    """Whether fewer than eight signs are left when the longest of `words` is taken out of `password`."""
    squeezed = re.sub(r"[\W_]", "", _plain(password))
    own = [word for each in words if len(word := re.sub(r"[\W_]", "", each.casefold())) > 3]
    return any(word in squeezed and len(squeezed.replace(word, "")) < 8 for word in own)


@cache
def known_passwords() -> frozenset[str]:
    """The 20,000 most common breached passwords, as Django ships them (compiled by Royce Williams, CC0)."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold().strip()


def _known(text: str) -> bool:
    squeezed = re.sub(r"[\s\-_.]", "", text)
    return text in known_passwords() or squeezed in known_passwords() or squeezed in _FAMOUS


def _undressed(plain: str) -> str:
    """Without the digits and signs people put around a word."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)


def _chain_of_known(plain: str) -> bool:
    """Whether at most three known passwords, with nothing between them, make it up: "letmeindragon123456".

    Words written apart are left alone: a passphrase is made of ordinary words too.
    """
    if len(plain) > 48 or any(sign.isspace() for sign in plain):
        return False
    return _chained(re.sub(r"[\W_]", "", plain), 3)


def _chained(rest: str, links: int) -> bool:
    if not rest:
        return True
    if links == 0:
        return False
    return any(rest[:end] in known_passwords() and _chained(rest[end:], links - 1) for end in range(len(rest), 2, -1))


def _repeats(plain: str) -> bool:
    """A short unit over and over ("abcabcabcabcabc"), or hardly any different signs."""
    letters = re.sub(r"\s", "", plain)
    if len(set(letters)) < 5:
        return True
    return any((letters[:unit] * len(letters))[: len(letters)] == letters for unit in range(1, len(letters) // 2 + 1))


def _walks(plain: str) -> bool:
    """More than half of it runs along the alphabet, the digits or a keyboard row, either way."""
    letters = re.sub(r"\s", "", plain)
    walked = sum(_step(a, b) for a, b in pairwise(letters))
    return walked > len(letters) * 0.6


def _step(one: str, next_one: str) -> bool:
    return any(one + next_one in row or next_one + one in row for row in _ROWS)


def _of_this_shop(plain: str) -> bool:
    squeezed = re.sub(r"[\W_]", "", plain).translate(_LOOKALIKES)
    return is_mostly(squeezed, _CONTEXT)
