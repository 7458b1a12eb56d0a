"""What was sent to a form of the order's page and could not be done: it stands there again as it was typed, with its fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """`form`: which of the page's forms, and of which thing where there are many. `faults`: by field, "" for all of it."""

    form: str
    values: Mapping[str, str] = field(repr=False)
    faults: Mapping[str, str]


def named(name: str, ref: object = "") -> str:
    """How a form is called on the page, such as "return_money-5f0c…"."""
    return f"{name}-{ref}" if ref else name
