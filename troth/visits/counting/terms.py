"""What of a search may be counted at all: what looks like words. People type names, numbers and addresses too.

A term has one to four words of letters alone: no digits (telephones, orders, postcodes), no sign of an e-mail address.
Everything else is counted without what it was. A name still looks like a word; `several` is what keeps it out.
"""

from __future__ import annotations

import re

MOST_WORDS = 4
LONGEST = 60
_WORD = re.compile(r"[^\W\d_]{2,24}(?:[-'\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]{1,24})?")


def term(typed: str) -> str:
    """As it is counted: small letters, single spaces; "" for what does not look like words."""
    words = typed.casefold().split()
    plain = 0 < len(words) <= MOST_WORDS and all(_WORD.fullmatch(word) for word in words)
    joined = " ".join(words)
    return joined if plain and len(joined) <= LONGEST else ""
