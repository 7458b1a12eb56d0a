"""An UPDATE of one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from . import statement
from .statement import Statement

Change = tuple[QuerySet[Any, Any], Mapping[str, Any]]


class Changes:
    """`build` gives, from the named values, which rows are changed, and what `QuerySet.update` would be told of them."""

    def __init__(self, build: Callable[..., Change], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, Statement] = {}

    def run(self, store: str = "default", /, **values: Any) -> int:
        """How many rows were found. One statement."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(store)
        connection = connections[store]
        with transaction.mark_for_rollback_on_error(using=store), connection.cursor() as cursor:
            cursor.execute(made.sql, made.told(values, connection))
            return int(cursor.rowcount)

    def _make(self, store: str) -> Statement:
        marks = statement.marks(self._takes)
        rows, told = self._build(**marks)
        query: Any = rows.using(store).query.chain(UpdateQuery)
        query.add_update_values(told)
        query.clear_select_clause()
        if query.count_active_tables() != 1 or query.related_updates:
            raise ValueError("a prepared change is of one table, and asks others only in subqueries")
        sql, values = query.get_compiler(store).as_sql()
        return statement.of(sql, values, marks, connections[store])
