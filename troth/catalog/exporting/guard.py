"""Cells that no spreadsheet runs: a text that looks like a formula gets an apostrophe before it.

Such a text is one that begins with =, +, -, @ or their full-width forms (OWASP, "CSV Injection"). One that begins with
an apostrophe already gets a second, so that `importing.cells.unguarded` gives back exactly what was there.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_RISKY: Final = re.compile(rf"^(?:'*{_SIGNS}|'+\d)")
_LATER: Final = re.compile(rf"([;\t\r\n][\s\"]*)(?={_SIGNS})")


def guarded(text: str) -> str:
    text = text.strip()
    return f"'{text}" if _RISKY.match(text) else text


def guarded_throughout(text: str) -> str:
    """For tables that are read by people and not brought in again: also where a cell could begin in the middle of the text.

    A spreadsheet in German parts a file at ";" and not at ",", so that what was quoted for the comma is quoted no more.
    """
    return _LATER.sub(r"\1'", guarded(text))
