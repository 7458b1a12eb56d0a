"""Questions that every page asks, put together once a process and asked with other values each time.

Putting a query together costs Django several times what the database takes to answer it (measured by `bench`). What is
kept is Django's own statement, with the places of the values; rows come back as Django would have read them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

# Stand for the values while the statement is put together; no index or article number is like them.
_TEXT, _NUMBER = "\x01prepared {}", 1_987_654_321

Converters = list[tuple[int, list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]  # where in `values` which name goes
    columns: int
    converters: Converters


class Prepared:
    """`build` makes the query (of `values_list`) from the named values, `takes` says what each of them is: str or int.

    Every value has to become a parameter of the statement; what changes its form (None, a list) needs one of its own.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, _Statement] = {}

    def rows(self, store: str = "default", /, **values: str | int) -> list[tuple[Any, ...]]:
        """The rows for these values. One query."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(store)
        told = list(made.values)
        for place, name in made.places:
            told[place] = values[name]
        connection = connections[store]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, told)
            found = cursor.fetchall()
        return [_read(row, made, connection) for row in found]

    def _make(self, store: str) -> _Statement:
        marks = {
            name: _TEXT.format(place) if kind is str else _NUMBER + place
            for place, (name, kind) in enumerate(self._takes.items())
        }
        compiler = self._build(**marks).using(store).query.get_compiler(store)
        sql, values = compiler.as_sql()
        names = {mark: name for name, mark in marks.items()}
        places = tuple((place, names[value]) for place, value in enumerate(values) if value in names)
        if {name for _, name in places} != set(marks):
            raise ValueError("a value of a prepared query is no parameter of its statement")
        fields = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(fields)
        read = [(place, functions, expression) for place, (functions, expression) in converters.items()]
        return _Statement(sql, tuple(values), places, compiler.col_count, read)


def _read(row: tuple[Any, ...], made: _Statement, connection: Any) -> tuple[Any, ...]:
    read = list(row[: made.columns])
    for place, functions, expression in made.converters:
        for function in functions:
            read[place] = function(read[place], expression, connection)
    return tuple(read)
