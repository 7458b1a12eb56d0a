"""Views of the order list that employees keep for themselves, or for everybody here.

saved.of(account)                              -> those of one's own in their order, then what others share
saved.keep(account, name, filter, shared=…)    -> its reference
saved.rename / show_first / show_none_first / earlier / drop    change one of one's own; another's is not there
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext

from ..errors import OrderTrouble
from ..models import SavedView
from .filter import Filter, is_sku
from .query import written

MOST = 20  # tabs that anybody can tell apart
LONGEST_NAME = 40
_TELLS_WHO = re.compile(r"@|\d(?:[\s/().-]?\d){5}")


class NameTaken(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("You have a view of that name already."))


class NameTellsWho(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Name it after the work. Addresses and numbers of people are never written here."))


class NoName(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Give the view a name."))


class TooManyViews(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("%(most)d views are the most there can be. Delete one you don't use.") % {"most": MOST}
        )


@dataclass(frozen=True, slots=True)
class ViewShown:
    """`query` as it was kept: whoever follows it reads it anew, so that a filter that is no more does no harm."""

    ref: uuid.UUID
    name: str
    query: str
    shared: bool
    is_default: bool
    is_own: bool


def of(account: int) -> tuple[ViewShown, ...]:
    """One query."""
    rows = SavedView.objects.filter(Q(employee=account) | Q(shared=True))
    told = [(row.employee_id != account, _shown(row, account)) for row in rows]
    return tuple(view for _others, view in sorted(told, key=lambda each: each[0]))


def first_of(account: int) -> str:
    """The query of the view that is shown first; "" where none is. One query."""
    kept = SavedView.objects.filter(employee=account, is_default=True)
    return kept.values_list("query", flat=True).first() or ""


def keep(account: int, name: str, asked: Filter, *, shared: bool = False) -> uuid.UUID:
    """Raises NoName, NameTellsWho, NameTaken, TooManyViews.

    Words that were searched for are kept only where they are an article number: anything else might be somebody's name.
    """
    called = _name(name)
    asked = asked if is_sku(asked.text) else replace(asked, text="")
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(employee=account)
        if len(own) >= MOST:
            raise TooManyViews
        last = own.aggregate(last=Max("place"))["last"]
        row = SavedView(employee_id=account, name=called, query=written(asked), shared=shared, place=(last or 0) + 1)
        _write(row)
    return row.ref


def rename(account: int, ref: uuid.UUID, name: str, *, shared: bool) -> None:
    """Raises NoName, NameTellsWho, NameTaken, SavedView.DoesNotExist."""
    row = SavedView.objects.get(employee=account, ref=ref)
    row.name, row.shared = _name(name), shared
    _write(row, "name", "shared")


@transaction.atomic
def show_first(account: int, ref: uuid.UUID) -> None:
    """Instead of the open orders. Raises SavedView.DoesNotExist."""
    row = SavedView.objects.select_for_update().get(employee=account, ref=ref)
    show_none_first(account)
    SavedView.objects.filter(pk=row.pk).update(is_default=True)


def show_none_first(account: int) -> None:
    SavedView.objects.filter(employee=account, is_default=True).update(is_default=False)


@transaction.atomic
def earlier(account: int, ref: uuid.UUID) -> None:
    """One place towards the beginning; the first stays where it is. Raises SavedView.DoesNotExist."""
    rows = list(SavedView.objects.select_for_update().filter(employee=account))
    at = next((place for place, row in enumerate(rows) if row.ref == ref), None)
    if at is None:
        raise SavedView.DoesNotExist
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for place, row in enumerate(rows, 1):
        row.place = place
    SavedView.objects.bulk_update(rows, ["place"])


def drop(account: int, ref: uuid.UUID) -> None:
    """Raises SavedView.DoesNotExist."""
    gone, _each = SavedView.objects.filter(employee=account, ref=ref).delete()
    if not gone:
        raise SavedView.DoesNotExist


def _name(typed: str) -> str:
    name = " ".join(typed.replace("\x00", "").split())[:LONGEST_NAME]
    if not name:
        raise NoName
    if _TELLS_WHO.search(name):
        raise NameTellsWho
    return name


def _write(row: SavedView, *fields: str) -> None:
    """In a savepoint: of two that are named alike in the same moment one finds the name taken."""
    try:
        with transaction.atomic():
            row.save(update_fields=fields or None)
    except IntegrityError:
        raise NameTaken from None


def _shown(row: SavedView, account: int) -> ViewShown:
    return ViewShown(row.ref, row.name, row.query, row.shared, row.is_default, row.employee_id == account)
