"""What every newcomer and every order writes, as plain SQL: one statement a table, for the reason `reading` gives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import AutoField, Field, Model

from .reading import STORE


def insert(rows: Sequence[Model]) -> None:
    """Write new objects of one model, fewer than a thousand. They are not told the numbers the store gives them."""
    if not rows:
        return
    model, connection = type(rows[0]), connections[STORE]
    fields = _fields(model)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) VALUES {places}", values)  # noqa: S608


@cache
def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
