"""The specification table of a product: kept as lines ("Working volume: 50 mL"), as a data sheet is pasted."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from .shown import Specification


class NotASpecification(ValueError):
    """A line without a name or a value. The message is a sentence for people."""


def read(text: str) -> tuple[Specification, ...]:
    """The table. Lines without a colon are left out: `check` refuses them before they are stored."""
    found = []
    for line in text.splitlines():
        name, colon, value = (part.strip() for part in line.partition(":"))
        if colon and name and value:
            found.append(Specification(name, value))
    return tuple(found)


def said_in(text: str, words: Mapping[str, str] | None) -> str:
    """The lines in another language: `words` has its phrases by those of the first; what it lacks stays as it is."""
    if not words:
        return text
    return "\n".join(_line(words.get(row.name) or row.name, words.get(row.value) or row.value) for row in read(text))


def check(text: str) -> None:
    """Raises NotASpecification for the first line that is neither empty nor "name: value"."""
    for number, line in enumerate(text.splitlines(), 1):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if line.strip() and not (colon and name and value):
            raise NotASpecification(gettext("Line %(number)d should read “name: value”.") % {"number": number})


def write(table: Mapping[str, object]) -> str:
    """The lines for a table. Line breaks inside a value become spaces, colons in a name a dash."""
    return "\n".join(_line(str(name), str(value)) for name, value in table.items())


def _line(name: str, value: str) -> str:
    return f"{_flat(name).replace(':', ' \u2013')}: {_flat(value)}"


def _flat(text: str) -> str:
    return " ".join(text.split())
