"""German words as people type them: endings cut off as far as that tells, umlauts and \u00df spelt in either way."""

from __future__ import annotations

from itertools import product
from typing import Final

# The longest first: "Platten" is found by "Platte", and "Kolbens" by "Kolben".
_ENDINGS: Final = ("en", "er", "es", "n", "e", "s")
_LEFT: Final = 4  # letters that stay of a word whose ending is cut off
_UMLAUTS: Final = (("ae", "\u00e4"), ("oe", "\u00f6"), ("ue", "\u00fc"))


def spellings(word: str) -> tuple[str, ...]:
    """What to look for instead of a word in lower case; each is looked for as the beginning of a word, too.

    "roehrchen" is "r\u00f6hrchen"; "ma\u00df" is "mass", as capitals and Switzerland have it, and the other way round.
    """
    found = dict.fromkeys((word, *(_cut(word),)))
    return tuple(
        dict.fromkeys(each for spelt, sharp in product(found, (False, True)) for each in _written(spelt, sharp))
    )


def _cut(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT:
            return word.removesuffix(ending)
    return word


def _written(word: str, sharp: bool) -> tuple[str, ...]:
    word = word.replace("ss", "\u00df") if sharp else word.replace("\u00df", "ss")
    umlauts = word
    for typed, letter in _UMLAUTS:
        umlauts = umlauts.replace(typed, letter)
    return (word, umlauts)
