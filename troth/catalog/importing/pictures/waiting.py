"""What still lies at the former shop: rows that have an address and no picture. What somebody left there waits no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from troth.catalog.models import Product, ProductImage
from troth.recipients.former_shop import host_of

NOWHERE: Final = ""  # the host of an address that leads nowhere
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """One address, and the rows (by their keys) that wait for what lies there."""

    url: str
    rows: tuple[int, ...]
    products: tuple[int, ...]

    @property
    def host(self) -> str:
        return host_of(self.url)


def of_the_shop(*, left: bool = False) -> list[Waiting]:
    """Each address once; first those that some product would show first. One query. `left`: those that were left there, too."""
    rows: dict[str, list[tuple[int, int]]] = {}
    told = (
        (_all() if left else _rows())
        .order_by("sort_order", "product_id", "pk")
        .values_list("source_url", "pk", "product_id")
    )
    for url, row, product in told.iterator(chunk_size=2000):
        rows.setdefault(url, []).append((row, product))
    return [
        Waiting(url, tuple(row for row, _product in of), tuple(dict.fromkeys(product for _row, product in of)))
        for url, of in rows.items()
    ]


def count() -> int:
    """How many addresses wait."""
    return _rows().values("source_url").distinct().count()


def hosts(waiting: Iterable[Waiting]) -> dict[str, int]:
    """How many pictures lie where; where most lie first, addresses that lead nowhere last."""
    counted = Counter(each.host for each in waiting)
    return dict(sorted(counted.items(), key=lambda each: (each[0] == NOWHERE, -each[1], each[0])))


def titles(products: Sequence[int]) -> list[str]:
    """Of the first few: a picture may stand for a hundred products."""
    return list(Product.objects.filter(pk__in=products[:_NAMED]).order_by("pk").values_list("title", flat=True))


def _rows() -> QuerySet[ProductImage]:
    return _all().filter(left_there="")


def _all() -> QuerySet[ProductImage]:
    return ProductImage.objects.filter(image__isnull=True).exclude(source_url="")
