"""What a typed line may not hold: signs that nobody sees and that change what others read.

A line break in a name becomes a second line on a label and in a file; a bidirectional override shows a name in
another order than it is stored (Unicode TR 36, "bidirectional text spoofing").
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_TURNING = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates and their ends
_IN_A_LINE = re.compile(f"[\\x00-\\x1f\\x7f-\\x9f{_TURNING}]")
_IN_LINES = re.compile(f"[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f{_TURNING}]|\\r(?!\\n)")
_SAID = _("There is an invisible sign in this line, perhaps from copying. Please type it by hand.")


def line(value: str) -> None:
    """For one line. Raises ValidationError."""
    if _IN_A_LINE.search(value):
        raise ValidationError(_SAID, code="illegible")


def lines(value: str) -> None:
    """For a street address: line breaks are what it is made of. Raises ValidationError."""
    if _IN_LINES.search(value):
        raise ValidationError(_SAID, code="illegible")


def email(value: str) -> None:
    """For an e-mail address: of signs that every mail server takes (RFC 5321). Raises ValidationError."""
    line(value)
    if not value.isascii():
        said = _("We can only write to addresses of plain letters, without accents. Please give one of those.")
        raise ValidationError(said, code="not-ascii")
    if "@" in value and "." not in value.rpartition("@")[2]:
        said = _("The part behind the @ is missing its ending, such as .com. Please look at it once more.")
        raise ValidationError(said, code="no-ending")
