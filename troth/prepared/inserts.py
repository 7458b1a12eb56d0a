"""A new object of one model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import AutoField, Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    fields: tuple[Field[Any, Any], ...]
    number: Field[Any, Any] | None  # what the store gives and tells


class Inserts[Row: Model]:
    """What `save(force_insert=True)` writes, without the signals around it: nothing of ours listens.

    With `unless_there` a row that meets a unique one is not written, and is told no number.
    """

    def __init__(self, model: type[Row], *, unless_there: bool = False) -> None:
        self._model, self._conflict = model, OnConflict.IGNORE if unless_there else None
        self._made: dict[str, _Made] = {}

    def write(self, row: Row, store: str = "default") -> Row:
        """Write it, and tell it its number; the same object. Raises IntegrityError. One statement."""
        made = self._made.get(store)
        if made is None:
            made = self._made[store] = self._make(row, store)
        connection = connections[store]
        row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]
        told = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in made.fields]
        with transaction.mark_for_rollback_on_error(using=store), connection.cursor() as cursor:
            cursor.execute(made.sql, told)
            if made.number is not None:
                setattr(row, made.number.attname, cursor.fetchone()[0])
        row._state.adding, row._state.db = False, store
        return row

    def _make(self, row: Row, store: str) -> _Made:
        meta = self._model._meta
        fields = tuple(each for each in meta.local_concrete_fields if not isinstance(each, AutoField))
        own = meta.pk if isinstance(meta.pk, AutoField) else None
        told = None if self._conflict else own
        query = InsertQuery(self._model, on_conflict=self._conflict)
        query.insert_values(fields, [row])
        compiler = query.get_compiler(store)
        compiler.returning_fields = [told] if told is not None else None
        ((sql, values),) = compiler.as_sql()
        plain = meta.db_returning_fields == ([own] if own is not None else []) and not meta.parents
        if len(values) != len(fields) or not plain or any(each.has_db_default() for each in fields):
            raise ValueError(f"{meta.label} is not written by an INSERT of plain values")
        return _Made(sql, fields, told)
