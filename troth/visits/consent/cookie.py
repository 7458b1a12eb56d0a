"""The choice as one cookie carries it: `1.20261123.0f3c….measurement-yes.advertising-no`. No identifier, no time of day.

What was said while the browser sent its signal is marked: all of it (`.signal` after the words), a category
(`advertising-yes-signal`), or one purpose of a category (`.signal-browsing_record`, at the end).

Read defensively: whoever holds the browser can write anything into it, so anything odd means that nothing was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from .asked import DIGITS
from .values import CATEGORIES, Word

NAME: Final = "choices"  # as the policy declares it
FORM: Final = "1"
SIGNAL: Final = "signal"  # the browser sent its signal when this was said
ACCOUNT: Final = "account"  # somebody signed in said it, whoever that was
LONGEST: Final = 200
_SHAPE: Final = re.compile(
    rf"{FORM}\.([0-9]{{8}})\.([0-9a-f]{{{DIGITS}}})((?:\.[a-z]{{1,20}}-(?:yes|no)(?:-{SIGNAL})?){{0,{len(CATEGORIES)}}})"
    rf"(\.{SIGNAL})?(\.{ACCOUNT})?((?:\.{SIGNAL}-[a-z_]{{1,40}}){{0,2}})",
    re.ASCII,
)


def write(
    said: Mapping[str, bool],
    *,
    on: date,
    digest: str,
    signal: bool,
    account: bool = False,
    despite: Collection[str] = (),
    purposes: Collection[str] = (),
) -> str:
    """`signal`: all of it was said in the signal's presence; `despite`, `purposes`: these categories or purposes were."""
    answers = [
        f"{category}-{'yes' if said[category] else 'no'}{f'-{SIGNAL}' if category in despite else ''}"
        for category in CATEGORIES
        if category in said
    ]
    about = [*([SIGNAL] if signal else []), *([ACCOUNT] if account else [])]
    return ".".join(
        [FORM, f"{on:%Y%m%d}", digest, *answers, *about, *(f"{SIGNAL}-{each}" for each in sorted(purposes))]
    )


def read(text: str, *, digest: str, today: date) -> dict[str, Word]:
    """The words in a cookie, by category; none if it is not one of ours to the letter."""
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or not found[3]:
        return {}
    try:
        on = datetime.strptime(found[1], "%Y%m%d").date()
    except ValueError:
        return {}
    answers = [answer.split("-") for answer in found[3][1:].split(".")]
    said = {category: answer == "yes" for category, answer, *_marks in answers}
    despite = {category for category, _answer, *marks in answers if marks or found[4] is not None}
    # A day ahead is a clock in another part of the world; more than that is nobody's doing but a forger's.
    if len(said) != len(answers) or not said.keys() <= set(CATEGORIES) or on > today + timedelta(days=1):
        return {}
    current, account = found[2] == digest, found[5] is not None
    return {
        category: Word(yes, min(on, today), current, category in despite, account) for category, yes in said.items()
    }


def purposes(text: str, *, digest: str) -> frozenset[str]:
    """The single purposes that somebody signed in said yes to in the signal's presence; their word is in the vault."""
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or found[2] != digest:
        return frozenset()
    return frozenset(part.partition("-")[2] for part in found[6].split(".")[1:])


def unmarked(text: str) -> str:
    """The same without a word about the signal."""
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return text
    plain = f"{FORM}.{found[1]}.{found[2]}{found[3].replace(f'-{SIGNAL}', '')}{found[5] or ''}"
    return plain if found[3] else ""
