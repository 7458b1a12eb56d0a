"""Which rows belong to one product.

A product is a row with a title and the rows after it with the same handle. Files written by hand break that in
known ways: a first row without a handle, later rows whose handle is cut off, rows with neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from .cells import Cells
from .report import Report, Weight
from .source import Source


@dataclass(slots=True)
class Group:
    """The rows of one product; the first of them has the title."""

    handle: str
    rows: list[Cells] = field(default_factory=list)


def group(source: Source) -> list[Group]:
    """Groups in the order of the file. A row that belongs nowhere is named in the report as lost."""
    groups: dict[str, Group] = {}
    latest: Group | None = None
    for cells in source.rows():
        found = _group_of(cells, groups, latest, source.report)
        if found is None:
            continue
        groups.setdefault(found.handle, found)
        found.rows.append(cells)
        latest = found
    return list(groups.values())


def _group_of(cells: Cells, groups: dict[str, Group], latest: Group | None, report: Report) -> Group | None:
    handle, title = cells.text("handle", 255), cells.text("title")
    if handle in groups:
        if title and title != groups[handle].rows[0].text("title"):
            cells.say("title", _("A second title for the same product; the first one was kept."))
        return groups[handle]
    if title:
        return _started(cells, handle, title, groups)
    if latest is not None and _continues(handle, latest):
        cells.say(
            "handle",
            _("“%(cut)s” looks like a cut-off “%(whole)s”; the row was taken as one of its variants.")
            % {"cut": handle, "whole": latest.handle},
        )
        return latest
    words = (
        _("No title, and no product before it has this handle; the row was left out.")
        if handle
        else _("Neither a handle nor a title; the row was left out.")
    )
    report.note(words, row=cells.number, column=cells.columns.get("handle", ""), weight=Weight.LOST)
    return None


def _started(cells: Cells, handle: str, title: str, groups: dict[str, Group]) -> Group:
    return Group(handle or made_handle(cells, title, groups))


def made_handle(cells: Cells, title: str, groups: Mapping[str, Group]) -> str:
    """The handle of a product that the file gives none: from its title, and another than all before it."""
    made = slugify(title)[:100] or f"row-{cells.number}"
    if made in groups:
        made = f"{made}-{cells.number}"
    if cells.has("handle"):
        cells.say("handle", _("No handle; “%(made)s” was made from the title.") % {"made": made})
    return made


def _continues(handle: str, latest: Group) -> bool:
    """The handle is the beginning of the one before, as when a cell was overwritten by hand."""
    return len(handle) >= 3 and latest.handle.startswith(handle)
