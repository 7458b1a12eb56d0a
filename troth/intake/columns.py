"""What a file calls its columns, and how it writes its dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from troth.catalog.importing.reading import Row

from .dates import Dates


@dataclass(frozen=True, slots=True)
class Columns:
    """The names in a file by their small spelling; what is asked for is what is read."""

    names: Mapping[str, str]
    dates: Dates = field(default_factory=Dates)

    @classmethod
    def of(cls, columns: Sequence[str], dates: Dates | None = None) -> Columns:
        return cls({column.casefold(): column for column in columns}, dates or Dates())

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def cell(self, row: Row, *names: str) -> str:
        """The first of these columns that says something in this row."""
        return next((text for name in names if (text := row.get(self.names.get(name, "")))), "")
