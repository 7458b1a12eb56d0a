"""A DELETE from one table that nothing else hangs on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connections, transaction
from django.db.models import Model, QuerySet
from django.db.models.sql import DeleteQuery

from . import statement
from .statement import Statement


class Deletes[Row: Model]:
    """`build` gives, from the named values, which rows go. Rows of other tables that point at them are not looked for."""

    def __init__(self, build: Callable[..., QuerySet[Row]], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, Statement] = {}

    def run(self, store: str = "default", /, **values: Any) -> int:
        """How many rows went. One statement. Raises ValueError for a table that others point at."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(store)
        connection = connections[store]
        with transaction.mark_for_rollback_on_error(using=store), connection.cursor() as cursor:
            cursor.execute(made.sql, made.told(values, connection))
            return int(cursor.rowcount)

    def _make(self, store: str) -> Statement:
        marks = statement.marks(self._takes)
        rows = self._build(**marks).using(store)
        if rows.model._meta.related_objects or rows.model._meta.parents:
            raise ValueError(f"{rows.model._meta.label} is pointed at by other tables; delete it as Django does")
        query: Any = rows.query.chain(DeleteQuery)
        sql, values = query.get_compiler(store).as_sql()
        return statement.of(sql, values, marks, connections[store])
