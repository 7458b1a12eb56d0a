"""Which product a picture is of, by the name of its file: as it was called at the former shop, or a number or key of ours.

"blue-mug.jpg", where an address that waits ends so; "MUG-1.jpg" for the variant with that article number; "blue-mug.jpg" for
the product with that key or address here. "MUG-1_2.jpg" and "MUG-1 (2).jpg" are further pictures of MUG-1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from troth.catalog.models import Product, ProductImage, Variant

from . import waiting
from .waiting import Waiting

_NUMBERED: Final = re.compile(r"^(?P<stem>.+?)[-_ ]*(?:\(\d{1,3}\)|(?<=[-_ ])\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An address that waits for this picture."""

    waiting: Waiting


@dataclass(frozen=True, slots=True)
class Of:
    """A product, and the variant if the name is the variant's."""

    product: int
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An address that waited once, and has its picture."""


class NobodyKnows(LookupError):
    """`why`: "name" for none, "several" for more than one."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(slots=True)
class Names:
    """All names of the shop, read once. `paths`: last part of an address → (the whole path, who waits or None)."""

    paths: dict[str, list[tuple[str, Waiting | None]]] = field(default_factory=lambda: defaultdict(list))
    variants: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    products: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of_the_shop(cls) -> Names:
        """Four queries."""
        names = cls()
        for each in waiting.of_the_shop(left=True):
            names._record(each.url, each)
        brought = ProductImage.objects.filter(image__isnull=False).exclude(source_url="")
        for url in brought.values_list("source_url", flat=True).distinct():
            names._record(url, None)
        numbers = Variant.objects.exclude(sku="").order_by("sort_order", "pk").values_list("sku", "product_id", "pk")
        for sku, product, variant in numbers.iterator(chunk_size=2000):
            names.variants[_folded(sku)].add((product, variant))
        for pk, slug, handle in Product.objects.values_list("pk", "slug", "handle").iterator(chunk_size=2000):
            for name in {_folded(slug), _folded(handle)} - {""}:
                names.products[name].add(pk)
        return names

    def _record(self, url: str, each: Waiting | None) -> None:
        try:
            path = _folded(unquote(urlsplit(url).path))
        except ValueError:  # an address that leads nowhere, such as "https://[mug.jpg", names no file either
            return
        self.paths[path.rpartition("/")[2]].append((path, each))

    def find(self, path: str) -> Recorded | Known | Of:
        """`path`: as the archive has it. Raises NobodyKnows."""
        folded = _folded(path)
        name = folded.rpartition("/")[2]
        if found := self._recorded(folded, self.paths.get(name, [])):
            return found
        stem = name.rpartition(".")[0]
        numbered = _NUMBERED.match(stem)
        for each in (stem, *([numbered["stem"]] if numbered else [])):
            if each in self.variants:
                return self._variant(self.variants[each])
            if each in self.products:
                return Of(_only(self.products[each]))
        raise NobodyKnows("name")

    def _recorded(self, path: str, named: list[tuple[str, Waiting | None]]) -> Recorded | Known | None:
        """Of several that end alike, the ones that are alike for longest: folders of the archive tell them apart."""
        parts = path.split("/")
        while len(parts) > 1 and not any(each.endswith("/" + "/".join(parts)) for each, _waiting in named):
            parts.pop(0)
        alike = [(each, who) for each, who in named if each.endswith("/" + "/".join(parts)) or each == parts[-1]]
        waits = {who.url: who for _each, who in alike if who is not None}
        if len(waits) > 1 or (waits and len({each for each, _who in alike}) > 1):
            raise NobodyKnows("several")
        if waits:
            return Recorded(next(iter(waits.values())))
        return Known() if alike else None

    def _variant(self, found: set[tuple[int, int]]) -> Of:
        """The same number twice in one product names the product."""
        product = _only({product for product, _variant in found})
        return Of(product, next(iter(found))[1] if len(found) == 1 else None)


def _only(found: Iterable[int]) -> int:
    several = set(found)
    if len(several) != 1:
        raise NobodyKnows("several")
    return several.pop()


def _folded(text: str) -> str:
    """Names as different systems write them: capitals, and letters made of two signs (as macOS has them)."""
    return unicodedata.normalize("NFC", text).strip().casefold()
