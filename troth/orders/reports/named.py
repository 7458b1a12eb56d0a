"""Orders keep names in the language they were placed in. Figures count by the one of the shop's first language."""

from __future__ import annotations

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf


def first_name(column: str) -> Coalesce:
    """Of a row that has its name in `column`, and in `first` where that is another one."""
    return Coalesce(NullIf(F("first"), Value("")), F(column), output_field=CharField())
