"""Looks and presses between the request, which adds one in memory, and the store, which is asked about once a second.

What is lost when a process is killed is what came since the last flush: a second of counts. A number is all that is held
or written; nothing here is given anything about who looked.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from troth.catalog.models import Product

from ..flushing import Flushing
from ..models.banners import Banner, BannerDay, Place, ProductDay

MOST: Final = 5_000  # different things put aside; what is new beyond that is not counted

type What = tuple[str, UUID | str, str, date]  # field, banner or product, place, day

_waiting: Counter[What] = Counter()
_adding = threading.Lock()
_flushing = threading.Lock()


def seen(banner: UUID, place: Place) -> None:
    _add(("views", banner, place.value, timezone.localdate()))


def pressed(banner: UUID, place: Place) -> None:
    _add(("presses", banner, place.value, timezone.localdate()))


def product_seen(slug: str) -> None:
    _add(("products", slug, "", timezone.localdate()))


def _add(what: What) -> None:
    with _adding:
        if what in _waiting or len(_waiting) < MOST:
            _waiting[what] += 1


def flush() -> int:
    """Add what was put aside to the days; how many looks and presses. Raises DatabaseError, and keeps them for the next time."""
    with _flushing:
        with _adding:
            taken = Counter(_waiting)
            _waiting.clear()
        if not taken:
            return 0
        try:
            with transaction.atomic():
                _add_banners(taken)
                _add_products(taken)
        except Exception:
            with _adding:
                _waiting.update(taken)
            raise
    return taken.total()


def _add_banners(taken: Counter[What]) -> None:
    """Counts of banners that there are not, or not any more, are dropped."""
    known = dict(
        Banner.objects.filter(ref__in={which for _, which, place, _ in taken if place}).values_list("ref", "pk")
    )
    for (field, which, place, day), many in sorted(taken.items(), key=str):
        if isinstance(which, UUID) and which in known:
            _grow(BannerDay, field, many, banner_id=known[which], place=place, day=day)


def _add_products(taken: Counter[What]) -> None:
    slugs = {which for field, which, _, _ in taken if field == "products"}
    known = dict(Product.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    for (field, which, _, day), many in sorted(taken.items(), key=str):
        if field == "products" and which in known:
            _grow(ProductDay, "views", many, product_id=known[str(which)], day=day)


def _grow(model: type[Model], field: str, many: int, **row: Any) -> None:
    """Add to a row, whatever other processes add to it meanwhile."""
    grown = {field: F(field) + many}
    if not model._default_manager.filter(**row).update(**grown):
        made = model._default_manager.get_or_create(**row)[0]
        model._default_manager.filter(pk=made.pk).update(**grown)


flushing = Flushing("banners", flush)
begin = flushing.begin


def forget() -> None:
    """Drop what was put aside."""
    with _adding:
        _waiting.clear()
