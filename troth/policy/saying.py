"""The few words between the policy's own: "and", "3 years". They are the program's, and come from its catalogue.

A shop in several languages hands in what speaks its catalogue; without it they are English.
"""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from typing import Final, Protocol

FIRST: Final = "en"  # the language of policy.yaml, which binds
KEEPS_CAPITALS: Final = frozenset({"de", "lb"})  # nouns are written with a capital wherever they stand


class Saying(Protocol):
    """As the standard library's `gettext` says things."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str: ...


ENGLISH: Final[Saying] = NullTranslations()


def midway(words: str, language: str) -> str:
    """A label within a sentence: "Order data" becomes "order data", where the language does so."""
    return words if language in KEEPS_CAPITALS else words[:1].lower() + words[1:]


def listed(items: Iterable[str], saying: Saying = ENGLISH) -> str:
    """a, b and c."""
    return _joined(items, saying.gettext("%(first)s and %(last)s"))


def any_of(items: Iterable[str], saying: Saying = ENGLISH) -> str:
    """a, b or c."""
    return _joined(items, saying.gettext("%(first)s or %(last)s"))


def span(years: int, months: int, days: int, saying: Saying = ENGLISH) -> str:
    """2 years and 1 month."""
    counted = (
        (years, saying.ngettext("%(count)d year", "%(count)d years", years)),
        (months, saying.ngettext("%(count)d month", "%(count)d months", months)),
        (days, saying.ngettext("%(count)d day", "%(count)d days", days)),
    )
    return listed((words % {"count": number} for number, words in counted if number), saying)


def _joined(items: Iterable[str], pattern: str) -> str:
    words = list(dict.fromkeys(items))
    if len(words) < 2:
        return "".join(words)
    return pattern % {"first": ", ".join(words[:-1]), "last": words[-1]}
