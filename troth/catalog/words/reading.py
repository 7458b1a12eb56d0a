"""The words of the page's language within the queries that pages ask anyway: a join more, and never a statement more.

In the first language nothing is joined: the statements are those of a shop of one language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Expression, F, FilteredRelation, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from troth.prepared import Rows

from .spoken import spoken

SAID = "said"
Column = str | Expression


def beside[Found: QuerySet[Any, Any]](found: Found, language: str, path: str = "", name: str = SAID) -> Found:
    """`found` with the words of the product or category at `path` ("", "product__") beside it, under `name`."""
    words = f"{path}words"
    return found.annotate(**{name: FilteredRelation(words, condition=Q(**{f"{words}__language": language}))})


def told(column: str, path: str = "", name: str = SAID, before: tuple[str, ...] = ()) -> Expression:
    """The column in the language joined as `name`; where it says nothing there, what `before` says, then the first
    language's."""
    text = TextField()
    said = [NullIf(F(f"{name}__{each}"), Value(""), output_field=text) for each in (column, *before)]
    return Coalesce(*said, F(f"{path}{column}"), output_field=text)


class InLanguage:
    """`prepared.Rows`, in two forms: for the first language, and for any other. `build` takes `language`, "" for the first."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **takes: type) -> None:
        self._first = Rows(build, **takes)
        self._other = Rows(build, language=str, **takes)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, in the language of the page. One query."""
        if language := spoken():
            return self._other.rows(language=language, **values)
        return self._first.rows(**values)
