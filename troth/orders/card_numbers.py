"""Numbers of payment cards in what people write: found, and struck out before anything is kept.

A number is one of a card if it begins as those in use do, is as long as they are and its check digit is right
(ISO/IEC 7812-1). People write it in groups; it begins and ends where a group does, so that a number before it hides
nothing, and a piece of a longer one (of a parcel) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

SHORTEST, LONGEST = 13, 19
FIRST = "23456"  # the first digit of cards that pay in shops
_RUN = re.compile(r"\d(?:[\s.\-/]{0,2}\d){%d,}" % (SHORTEST - 1))  # noqa: UP031  (braces)
_GROUP = re.compile(r"\d+")


@sensitive_variables()
def among(text: str) -> bool:
    return next(_found(text), None) is not None


@sensitive_variables()
def refuse(text: str) -> None:
    """Of a field that is kept and printed as it was typed. Raises ValidationError."""
    if among(text):
        raise ValidationError(
            _("This is the number of a payment card. Please never write one here."), code="card-number"
        )


@sensitive_variables()
def struck(text: str) -> tuple[str, bool]:
    """The text with words in their place, and whether there was one."""
    found = [*_found(text)]
    for start, end in reversed(found):
        text = text[:start] + gettext("[card number struck out]") + text[end:]
    return text, bool(found)


@sensitive_variables()
def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand, from left to right; none overlaps another."""
    for run in _RUN.finditer(text):
        groups = [(run.start() + each.start(), run.start() + each.end()) for each in _GROUP.finditer(run.group())]
        first = 0
        while first < len(groups):
            # A group has a digit at least, so no number reaches further: else a long run would be searched for minutes.
            reach = range(first, min(first + LONGEST, len(groups)))
            last = next((at for at in reach if _is_one(text[groups[first][0] : groups[at][1]])), None)
            if last is not None:
                yield groups[first][0], groups[last][1]
            first = first + 1 if last is None else last + 1


@sensitive_variables()
def _is_one(written: str) -> bool:
    digits = [int(each) for each in written if each.isdigit()]
    if not SHORTEST <= len(digits) <= LONGEST or str(digits[0]) not in FIRST:
        return False
    doubled = [
        number if place % 2 == 0 else sum(divmod(number * 2, 10)) for place, number in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
