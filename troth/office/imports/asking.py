"""A table nobody knows: what it looks like, who may say what it is about, and what becomes of it then.

One of people must never become products, so where people are in it the question comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.catalog.importing import NotImportable, about, guessing, reading
from troth.catalog.importing.about import SAID, About
from troth.catalog.models import ImportRun, RunState
from troth.intake import naming, own_people

from . import kinds
from .kinds import Kind
from .products import Products

_CHOICES: Final[tuple[tuple[About, str | Promise], ...]] = (
    (About.PEOPLE, gettext_lazy("People, such as customers or subscribers")),
    (About.GOODS, gettext_lazy("Goods. Columns with e-mail addresses are left out.")),
    (About.ORDERS, gettext_lazy("Orders")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A column that is understood as it is. `words`: as what, "" where its name says it."""

    column: str
    words: str | Promise


def kind_of(request: HttpRequest, path: Path) -> Kind:
    """What a file is, or whose question it is. Raises NotImportable for somebody whose job does not include it."""
    columns = reading.columns_of(path)
    kind = kinds.of_columns(columns)
    if kind is None:
        return _unknown(request, path)
    if not kind.may(request):
        words = _("This is a file of the kind “%(kind)s”. Your job does not include it.")
        raise NotImportable(words % {"kind": kind.label})
    return kind


def _unknown(request: HttpRequest, path: Path) -> Kind:
    """One of goods is of products, with columns to be named; of all others it is asked what they are."""
    head = reading.head_of(path, about.LOOKED_AT)
    found = about.about(head.columns, head.rows)
    goods, people = _kind(About.GOODS), _kind(About.PEOPLE)
    if found in (None, About.GOODS) and goods.may(request):
        return goods
    if found is not About.GOODS and people.may(request):
        about.refuse_without_headings(head.columns)
        return people
    if found is About.GOODS:
        raise NotImportable(
            _("This is a file of the kind “%(kind)s”. Your job does not include it.") % {"kind": goods.label}
        )
    raise NotImportable(
        _(
            "This looks like a table of people or their orders. Your job does not include those. If it is about goods, leave out "
            "the columns with names and e-mail addresses and send it again."
        )
    )


def asked(
    request: HttpRequest, opened: ImportRun, kind: Kind, looked: Mapping[str, Any]
) -> list[tuple[str, str | Promise]]:
    """What may be said about a table nobody knows: (word, label); nothing where there is nothing to ask."""
    if (
        kind not in kinds.known()
        or opened.state != RunState.REFUSED
        or not {SAID, "columns"} & set(looked.get("asks", ()))
    ):
        return []
    now = opened.taken_as.get(SAID) or (About.GOODS if kind.name == Products.name else "")
    offered = [(each, label) for each, label in _CHOICES if each != now and _may(request, each)]
    return (
        [(each.value, label) for each, label in offered] if {each for each, _label in offered} - {About.ORDERS} else []
    )


def question(opened: ImportRun, looked: Mapping[str, Any]) -> str:
    """What somebody has to say before the table can be read: "about", "columns", "dates"; "" where there is a fault."""
    return next(iter(looked.get("asks", ())), "") if opened.state == RunState.REFUSED else ""


def _may(request: HttpRequest, what: About) -> bool:
    return what is About.ORDERS or _kind(what).may(request)


def answered(request: HttpRequest, word: str, columns: Sequence[str]) -> tuple[Kind, dict[str, str]] | None:
    """The kind that the table is of, and what to keep with its run; None for orders nobody can read, and for rubbish."""
    what = About(word) if word in About else None
    if what not in (About.PEOPLE, About.GOODS) or not _may(request, what):
        return None
    kind = _kind(what)
    return kind, {SAID: what.value, **guessed(kind, columns)}


def guessed(kind: Kind, columns: Sequence[str]) -> dict[str, str]:
    """{"3": "title"}: what the columns of a table nobody knows probably are."""
    if kind.name == naming.CUSTOMERS:
        return own_people.guesses(columns)
    offered = frozenset(word for word, _label in kind.words) if kind.name == Products.name else frozenset()
    return {str(place): word for place, word in guessing.words_of(columns, offered).items()}


def understood(kind: Kind, looked: Mapping[str, Any]) -> list[Read]:
    labels = dict(kind.words)
    return [Read(column, labels.get(word, "")) for column, word in looked.get("understood", ())]


def _kind(what: About) -> Kind:
    found = kinds.named(naming.CUSTOMERS if what is About.PEOPLE else Products.name)
    if found is None:
        raise LookupError("no importer of that name")
    return found
