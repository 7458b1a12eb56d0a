"""What a statement does to the rows of one table, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from . import statement
from .statement import Statement


class OneTable(ABC):
    """`build` gives, from the named values, which rows are meant; `takes` says of what type each value is."""

    def __init__(self, build: Callable[..., Any], **takes: type) -> None:
        self._build, self._takes = build, takes
        self._made: dict[str, Statement] = {}

    @contextmanager
    def _sent(self, store: str, values: Mapping[str, Any]) -> Iterator[Any]:
        made = self._made.get(store)
        if made is None:
            marks = statement.marks(self._takes)
            sql, told = self._compiled(store, marks)
            made = self._made[store] = statement.of(sql, told, marks, connections[store])
        connection = connections[store]
        with transaction.mark_for_rollback_on_error(using=store), connection.cursor() as cursor:
            cursor.execute(made.sql, made.told(values, connection))
            yield cursor

    @abstractmethod
    def _compiled(self, store: str, marks: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
        """Django's own statement for these values, and the values as it places them."""


class Counted(OneTable):
    """One that is asked for no rows."""

    def run(self, store: str = "default", /, **values: Any) -> int:
        """How many rows were found. One statement. Raises ValueError for a statement that can't be prepared."""
        with self._sent(store, values) as cursor:
            return int(cursor.rowcount)
