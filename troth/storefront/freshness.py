"""What the catalogue looks like from the front of the shop: its revision, and the shelves in the head of each page.

`now()` is asked for at every page, so it is made cheap without ever being late: one query for both, and none
at all while SQLite's files have not changed since the last one.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language

from troth.catalog import addresses
from troth.catalog.models import Catalogue, Category, Product, Status
from troth.catalog.words import reading, spoken
from troth.comments.models import Shown
from troth.visits.models import Banner

# Linux stamps a file with the time of the last kernel tick (4 ms or less), so two commits may share a stamp. A stamp
# counts only once it is clearly in the past: git's way with a "racily clean" index (Documentation/technical/racy-git).
SETTLED_NS = 50_000_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category as a link in the head of the page."""

    slug: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Front:
    """`banners`: whether there may be any, so that a shop without them asks for none. `comments`: the revision of those shown."""

    revision: int
    shelves: tuple[Shelf, ...]
    banners: bool = True
    comments: int = 0


Stamp = tuple[str, tuple[int, int], tuple[int, int]]
_last: dict[str, tuple[Stamp, Front]] = {}  # by language: shelves have their names and addresses in one


def now() -> Front:
    """The committed state at this moment. At most one query; two in a shop without categories."""
    stamp, language = _stamp(), get_language() or ""
    remembered = _last.get(language)
    if stamp is not None and remembered is not None and remembered[0] == stamp:
        return remembered[1]
    front = _read()
    if stamp is not None:
        _last[language] = (stamp, front)
    return front


def of(request: HttpRequest | None) -> Front:
    """The state this request is answered from: asked for once, so that a page is all of one piece."""
    if request is None:
        return now()
    known: Front | None = getattr(request, "front_of_shop", None)
    if known is None:
        known = request.front_of_shop = now()  # type: ignore[attr-defined]
    return known


def _stamp() -> Stamp | None:
    """Identifies the state of the shop's SQLite files, or None where it cannot vouch for it."""
    connection = connections["default"]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    name = str(connection.settings_dict["NAME"])
    try:
        file, log = _state(name), _state(f"{name}-wal")
    except OSError:
        return None
    if time.time_ns() - max(file[0], log[0]) < SETTLED_NS:
        return None
    return name, file, log


def _state(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116  (a tenth of the cost of Path.stat, at every page)
    return status.st_mtime_ns, status.st_size


def _read() -> Front:
    language = spoken()
    sql, parameters = _question(language)
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    if not rows:
        return _of_empty_shelves()
    shelves = _shelves(language, tuple((slug, name) for _, slug, name, _, _ in rows))
    return Front(rows[0][0] or 0, shelves, bool(rows[0][3]), rows[0][4] or 0)


def _of_empty_shelves() -> Front:
    said = Shown.objects.filter(pk=Shown.ONLY).values("revision")[:1]
    counted = Catalogue.objects.filter(pk=Catalogue.ONLY).annotate(said=Subquery(said))
    found = counted.values_list("revision", "said").first()
    return Front(found[0], (), comments=found[1] or 0) if found else Front(0, ())


@lru_cache(maxsize=16)
def _shelves(language: str, named: tuple[tuple[str, str], ...]) -> tuple[Shelf, ...]:
    """In the language that is spoken, which is `language`."""
    return tuple(Shelf(slug, name, addresses.category_path(slug)) for slug, name in named)


@lru_cache(maxsize=16)
def _question(language: str) -> tuple[str, tuple[Any, ...]]:
    """Revision and categories in one statement, so that they belong together; in another language, "" for the first."""
    inside = Product.objects.filter(status=Status.PUBLISHED, categories=OuterRef("pk"))
    counted = Catalogue.objects.filter(pk=Catalogue.ONLY).values("revision")[:1]
    shown = Category.objects.filter(Exists(inside), published=True).order_by("position", "name")
    named = reading.beside(shown, language) if language else shown
    name = reading.told("name") if language else "name"
    comments = Shown.objects.filter(pk=Shown.ONLY).values("revision")[:1]
    told = named.annotate(at=Subquery(counted), banners=Exists(Banner.objects.all()), comments=Subquery(comments))
    return told.values_list("at", "slug", name, "banners", "comments").query.sql_with_params()
