"""The rows that belong to one row, read along with it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet

from .objects import Objects


class Children:
    """What `prefetch_related_objects([row], name, …)` reads for one row with a number for its key: one statement a name.

    `names` are the reverse sides of foreign keys; the rows come in their model's own order.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        self._named = {name: _Child(model, name) for name in names}

    def read(self, row: Model) -> None:
        """Read those that were not read before."""
        known = vars(row).setdefault("_prefetched_objects_cache", {})
        for name, child in self._named.items():
            if name not in known:
                known[name] = child.read(row)


class _Read(QuerySet[Any]):
    """What was read. It knows whose rows they are only by having them, so nothing narrower can be asked of it."""

    def _chain(self) -> Any:
        raise TypeError("these rows were read along with what they belong to; for others, ask their model")


class _Child:
    def __init__(self, model: type[Model], name: str) -> None:
        self._model, self._name = model, name

    def read(self, row: Model) -> _Read:
        found = self._found.all(str(row._state.db or "default"), whose=row.pk)
        for child in found:
            self._field.set_cached_value(child, row)
        read = _Read(model=self._field.model, using=row._state.db)
        read._result_cache, read._prefetch_done = found, True  # type: ignore[attr-defined]  # as Django's prefetch does
        return read

    @cached_property  # once the models know each other, which is not when this is made
    def _field(self) -> Any:
        relation: Any = self._model._meta.get_field(self._name)
        return relation.field

    @cached_property
    def _found(self) -> Objects[Any]:
        rows, name = self._field.model._default_manager, self._field.attname
        return Objects(lambda whose: rows.filter(**{name: whose}), whose=int)
