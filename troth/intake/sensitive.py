"""Columns that look like what a shop has no business to know: they are named in the report, and never taken in.

A name of a column is judged by its words, a cell by its shape. A card number is told by its length, its first digits and
its check digit (ISO/IEC 7812-1), an account number by its form and its check digits (ISO 13616-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CARD_WORDS: Final = _("the number of a bank card or account")
_IDENTITY: Final = _("the number of an identity paper or an insurance")
_BY_NAME: Final[tuple[tuple[str, str | Promise], ...]] = (
    (
        r"birth ?(?:day|date|year)s?|date of birth|dob|born|age|geburts(?:tag|datum|jahr)|geboren|alter",
        _("a date of birth or an age"),
    ),
    (r"genders?|sex|pronouns?|geschlecht|salutation|anrede", _("somebody's sex or gender")),
    (
        r"health|medical|medication|medicines?|diagnos[ei]s|diseases?|disabilit(?:y|ies)|allerg(?:y|ies)|pregnan(?:t|cy)|"
        r"blood (?:type|group)|patients?|gesundheit|krankheit(?:en)?|diagnosen?|allergien?|behinderung|blutgruppe",
        _("somebody's health"),
    ),
    (r"religions?|religious|faith|belief|konfession|glaube", _("somebody's religion or belief")),
    (r"race|ethnic(?:ity)?|ethnic origin|skin colou?r|ethnie", _("somebody's origin")),
    (
        r"politic(?:s|al)(?: \w+)?|party membership|(?:trade )?union|gewerkschaft|partei",
        _("somebody's politics or union"),
    ),
    (r"sexual(?: \w+)?|sex life|sexualit(?:y|ät)", _("somebody's sexual life")),
    (r"criminal(?: \w+)?|convictions?|vorstrafen?", _("somebody's convictions")),
    (
        r"passport(?: \w+)?|ssn|social security(?: \w+)?|national id(?: \w+)?|id (?:card|number|no)|identity(?: \w+)?|"
        r"driv(?:er|ing)s? licen[cs]e(?: \w+)?|personal(?:ausweis|nummer)|ausweis(?:nummer)?|reisepass|"
        r"sozialversicherungsnummer|insurance (?:number|no)",
        _IDENTITY,
    ),
    (
        r"(?:credit ?|debit ?|bank ?)?card (?:number|no|pan)|credit ?card|debit ?card|pan|cvv|cvc|iban|"
        r"bank account(?: \w+)?|kreditkarte(?:nnummer)?|kartennummer|kontonummer",
        _CARD_WORDS,
    ),
    (r"password|user pass|session tokens?|passphrase|pin(?! code)|passwort|kennwort", _("a password")),
)
_NAMED: Final = tuple((re.compile(rf"(?:.* )?(?:{words})(?: .*)?"), what) for words, what in _BY_NAME)
_CARD: Final = re.compile(r"(?:4\d|5[1-5]|2[2-7]|3[47]|6[05])\d{11,17}")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SOCIAL: Final = re.compile(r"\d{3}-\d{2}-\d{4}")  # of the United States


def in_name(column: str) -> str | Promise:
    """What the name of a column says that it holds, in words; "" for what anybody may ask for."""
    spread = re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", column)  # dateOfBirth
    words = " ".join(re.findall(r"[^\W\d_]+", spread.casefold()))
    return next((what for pattern, what in _NAMED if pattern.fullmatch(words)), "")


def in_cell(text: str) -> str | Promise:
    """The same of one cell, by its shape."""
    if not 9 <= len(text) <= 42:
        return ""
    bare = re.sub(r"[ .-]", "", text).lstrip("'").upper()
    if _CARD.fullmatch(bare) and _checks(bare):
        return _CARD_WORDS
    if _IBAN.fullmatch(bare) and int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1:
        return _CARD_WORDS
    return _IDENTITY if _SOCIAL.fullmatch(text.strip()) else ""


def in_column(column: str, cells: Iterable[str]) -> str | Promise:
    """By its name, or because half of what it says has such a shape."""
    if named := in_name(column):
        return named
    said = shaped = 0
    what: str | Promise = ""
    for text in cells:
        found = in_cell(text)
        said, shaped, what = said + 1, shaped + bool(found), what or found
    return what if shaped and shaped * 2 >= said else ""


def _checks(digits: str) -> bool:
    """By the check digit at the end (ISO/IEC 7812-1, Annex B)."""
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
