"""What a query of `values_list` finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from . import statement
from .statement import Statement

Converters = list[tuple[int, list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class _Made:
    statement: Statement
    columns: int
    converters: Converters


class Rows:
    """`build` makes the query from the named values, `takes` says what each of them is: str, int, datetime or UUID.

    Every value has to become a parameter of the statement; what changes its form (None, a list) needs one of its own.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, _Made] = {}

    def rows(self, store: str = "default", /, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, as Django would have read them. One query."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(store)
        connection = connections[store]
        with connection.cursor() as cursor:
            cursor.execute(made.statement.sql, made.statement.told(values, connection))
            found = cursor.fetchall()
        return [read(row, made.columns, made.converters, connection) for row in found]

    def _make(self, store: str) -> _Made:
        marks = statement.marks(self._takes)
        compiler = self._build(**marks).using(store).query.get_compiler(store)
        sql, values = compiler.as_sql()
        made = statement.of(sql, values, marks, connections[store])
        return _Made(made, compiler.col_count, converters(compiler))


def converters(compiler: Any) -> Converters:
    """What is done to which column of a row once it is read."""
    fields = [column for column, *_ in compiler.select[: compiler.col_count]]
    return [(place, done, expression) for place, (done, expression) in compiler.get_converters(fields).items()]


def read(row: tuple[Any, ...], columns: int, converters: Converters, connection: Any) -> tuple[Any, ...]:
    told = list(row[:columns])
    for place, functions, expression in converters:
        for function in functions:
            told[place] = function(told[place], expression, connection)
    return tuple(told)
