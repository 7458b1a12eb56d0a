"""An UPDATE that tells the rows as they stand after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model

from .changes import Change, Updating
from .rows import Converters, read


class Changed[Found: Model](Updating):
    """`build` as for `Changes`; of one model, whose rows are told whole. SQLite (3.35) and PostgreSQL can both say them."""

    def __init__(self, build: Callable[..., Change], **takes: type) -> None:
        super().__init__(build, **takes)
        self._read: dict[str, tuple[type[Found], tuple[str, ...], Converters]] = {}

    def first(self, store: str = "default", /, **values: Any) -> Found | None:
        """The row that was changed, the first if there are several; None if there was none. One statement."""
        with self._sent(store, values) as cursor:
            rows = cursor.fetchall()
        if not rows:
            return None
        model, names, converters = self._read[store]
        return model.from_db(store, names, read(rows[0], len(names), converters, connections[store]))

    def _compiled(self, store: str, marks: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        compiler = self._compiler(store, marks)
        model = compiler.query.model
        compiler.returning_fields = model._meta.concrete_fields
        sql, values = compiler.as_sql()
        columns = [field.get_col(model._meta.db_table) for field in compiler.returning_fields]
        converters: Converters = [
            (place, done, expression) for place, (done, expression) in compiler.get_converters(columns).items()
        ]
        self._read[store] = (model, tuple(field.attname for field in compiler.returning_fields), converters)
        return sql, values
