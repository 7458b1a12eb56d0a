"""What somebody named beside a product, as one cell of a table: a line each, "accessory filter-tips".

A product is called by the handle it came with, or else by its address, as in the rest of the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from .models import Product, RelatedProduct, Relation

Named = tuple[tuple[str, str], ...]  # (kind, handle), in their order


def written(named: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{kind} {handle}" for kind, handle in named)


def read(text: str) -> tuple[Named, list[str]]:
    """What is named, each product once, and those lines that name none."""
    named: dict[str, str] = {}
    wrong: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        kind, _space, handle = line.partition(" ")
        handle = handle.strip()
        if kind not in Relation or not handle or handle in named:
            wrong.append(line)
        else:
            named[handle] = kind
    return tuple((kind, handle) for handle, kind in named.items()), wrong


def of(products: Collection[int]) -> dict[int, Named]:
    """By the products' keys; those with none are left out. One query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = RelatedProduct.objects.filter(product__in=products).order_by("sort_order", "pk")
    for product, kind, handle, slug in rows.values_list("product", "kind", "other__handle", "other__slug"):
        found[product].append((kind, handle or slug))
    return {product: tuple(named) for product, named in found.items()}


def called(handles: Iterable[str]) -> dict[str, int]:
    """The keys of the products that are called so. Two queries."""
    wanted = set(handles)
    by_slug = Product.objects.filter(slug__in=wanted, handle="").values_list("slug", "pk")
    by_handle = Product.objects.filter(handle__in=wanted).exclude(handle="").values_list("handle", "pk")
    return {**dict(by_slug), **dict(by_handle)}
