"""What somebody wants everybody to read: held to what may stand in public, before anything is kept.

Numbers of cards are struck out. Ways to reach somebody are refused rather than struck: a sentence with a hole in it helps
nobody, and the writer is there to mend it. So are signs that nobody sees and that change what others read (Unicode TR 36).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from troth.orders import card_numbers
from troth.people import legible

from .errors import HoldsContact, Illegible, TooLong, Wordless

LONGEST: Final = 3000
LONGEST_NAME: Final = 60
LONGEST_ANSWER: Final = 2000
FEWEST: Final = 3  # characters that say anything
MOST_MARKS: Final = 4  # accents on one letter; Vietnamese and pointed Hebrew need three

_EMAIL = re.compile(
    r"[^\s@]@[^\s@]|\s(?:@|\(at\)|\[at\])\s[a-z0-9-]+\s?(?:\.|\(dot\)|\[dot\])\s?[a-z]{2}", re.IGNORECASE
)
_LINK = re.compile(r"https?:|www\.|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|io|ru|cn|de|eu|uk)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b")
_TELEPHONE = re.compile(r"(?<![\d.,])(?:\+|\(?\d)(?:[ \t()./-]{0,2}\d){8,}(?![\d.,]*\d)")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Written:
    """`stars`: None for a question. `bought`: the writer wants it shown if it is so.

    `key`: of the form, so that sent twice it is there once.
    """

    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    stars: int | None = None
    bought: bool = False
    key: str = ""


@sensitive_variables("text")
def public(text: str, most: int = LONGEST) -> tuple[str, bool]:
    """The text as it may be shown, and whether the number of a card was struck out. Raises CommentTrouble."""
    if len(text) > 2 * most:  # before anything is searched in it
        raise TooLong(most)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    text = re.sub(r"\n{3,}", "\n\n", text)
    _legible(text, "text")
    if len(text) > most:
        raise TooLong(most)
    if sum(each.isalnum() for each in text) < FEWEST:
        raise Wordless
    told, struck = card_numbers.struck(text)
    _reaches_nobody(told, "text")
    return told, struck


@sensitive_variables("name")
def name(name: str) -> str:
    """As it is shown; "" for none. Raises CommentTrouble."""
    if len(name) > 2 * LONGEST_NAME:
        raise TooLong(LONGEST_NAME, "name")
    name = unicodedata.normalize("NFC", re.sub(" +", " ", name)).strip()
    try:
        legible.line(name)
    except ValidationError:
        raise Illegible("name") from None
    _legible(name, "name")
    if len(name) > LONGEST_NAME:
        raise TooLong(LONGEST_NAME, "name")
    if card_numbers.among(name):
        raise HoldsContact("name")
    _reaches_nobody(name, "name")
    return name


@sensitive_variables("text")
def _legible(text: str, where: str) -> None:
    try:
        legible.lines(text)
    except ValidationError:
        raise Illegible(where) from None
    if _UNSEEN.search(text) or _piled(text):
        raise Illegible(where)


@sensitive_variables("text")
def _piled(text: str) -> bool:
    """Accents upon accents, which run over the lines above and below."""
    run = 0
    for each in text:
        run = run + 1 if unicodedata.combining(each) else 0
        if run > MOST_MARKS:
            return True
    return False


@sensitive_variables("text")
def _reaches_nobody(text: str, where: str) -> None:
    if _EMAIL.search(text) or _LINK.search(text) or _TELEPHONE.search(_DAY.sub("·", text)):
        raise HoldsContact(where)
