"""What a query of whole objects finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from . import statement
from .rows import Converters, converters, read
from .statement import Statement


@dataclass(frozen=True, slots=True)
class _Made:
    model: Any
    statement: Statement
    converters: Converters
    columns: int
    own: slice  # of the columns, the model's own
    names: tuple[str, ...]  # of those
    along: list[Any]  # Django's readers of what `select_related` names
    fetch_mode: Any


class Objects[Found: Model]:
    """`build` makes the query from the named values; it may read others along by `select_related`, and annotates nothing."""

    def __init__(self, build: Callable[..., QuerySet[Found]], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, _Made] = {}

    def all(self, store: str = "default", /, **values: Any) -> list[Found]:
        """The objects for these values, in the order of the query. One query."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(store)
        connection = connections[store]
        with connection.cursor() as cursor:
            cursor.execute(made.statement.sql, made.statement.told(values, connection))
            rows = [read(row, made.columns, made.converters, connection) for row in cursor.fetchall()]
        return [self._object(row, made, store) for row in rows]

    def first(self, store: str = "default", /, **values: Any) -> Found | None:
        return next(iter(self.all(store, **values)), None)

    def _object(self, row: tuple[Any, ...], made: _Made, store: str) -> Found:
        found: Found = made.model.from_db(store, made.names, row[made.own], fetch_mode=made.fetch_mode)
        for each in made.along:
            each.populate(row, found)
        return found

    def _make(self, store: str) -> _Made:
        marks = statement.marks(self._takes)
        asked = self._build(**marks).using(store)
        compiler = asked.query.get_compiler(store)
        sql, values = compiler.as_sql()
        told: Any = compiler.klass_info
        if compiler.annotation_col_map or told is None:
            raise ValueError("a prepared query of objects finds whole objects and nothing beside them")
        places = told["select_fields"]
        own = slice(places[0], places[-1] + 1)
        fetch_mode = asked._fetch_mode  # type: ignore[attr-defined]  # as its ModelIterable reads it
        return _Made(
            asked.model,
            statement.of(sql, values, marks, connections[store]),
            converters(compiler),
            compiler.col_count,
            own,
            tuple(column.target.attname for column, *_ in compiler.select[own]),
            get_related_populators(told, compiler.select, store, fetch_mode),
            fetch_mode,
        )
