"""A DELETE from one table that nothing else hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.sql import DeleteQuery

from .one_table import Counted


class Deletes(Counted):
    """`build` gives which rows go. Rows of other tables that point at them are not looked for, so there may be none."""

    def _compiled(self, store: str, marks: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        rows = self._build(**marks).using(store)
        if rows.model._meta.related_objects or rows.model._meta.parents:
            raise ValueError(f"{rows.model._meta.label} is pointed at by other tables; delete it as Django does")
        query: Any = rows.query.chain(DeleteQuery)
        sql, told = query.get_compiler(store).as_sql()
        return sql, told
