"""Cells that no spreadsheet runs: a text that looks like a formula gets an apostrophe before it.

Such a text is one that begins with =, +, -, @ or their full-width forms (OWASP, "CSV Injection"). One that begins with
an apostrophe already gets a second, so that `importing.cells.unguarded` gives back exactly what was there.
"""

from __future__ import annotations

import re
from typing import Final

_RISKY: Final = re.compile(r"^(?:'*[=+\-@\uff1d\uff0b\uff0d\uff20]|'+\d)")


def guarded(text: str) -> str:
    text = text.strip()
    return f"'{text}" if _RISKY.match(text) else text
