"""An UPDATE of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from .one_table import Counted, OneTable

Change = tuple[QuerySet[Any, Any], Mapping[str, Any]]


class Updating(OneTable):
    """`build` gives which rows are changed, and what `QuerySet.update` would be told of them (a `Change`)."""

    def _compiled(self, store: str, marks: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        sql, values = self._compiler(store, marks).as_sql()
        return sql, values

    def _compiler(self, store: str, marks: Mapping[str, Any]) -> Any:
        rows, told = self._build(**marks)
        query: Any = rows.using(store).query.chain(UpdateQuery)
        query.add_update_values(told)
        query.clear_select_clause()
        if query.count_active_tables() != 1 or query.related_updates:
            raise ValueError("a prepared change is of one table, and asks others only in subqueries")
        return query.get_compiler(store)


class Changes(Updating, Counted):
    """How many rows were changed is all it tells."""
