"""Items of an order that stand in one cell: "name:Tube|sku:T-1|quantity:2|total:20.00", several apart by ";", or as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from . import cells
from .past_order import PastLine

_NEXT: Final = re.compile(r"(?<!\\);\s*(?=(?:id|name|product_id):)")
_PART: Final = re.compile(r"(?:^|(?<!\\)\|)(?=[a-z_]{2,30}:)")
_REFUND: Final = re.compile(r"(?:^|[|;\s])amount:\s*(-?[\d.,]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """`amount`: of all of its pieces, as the file writes it, before anything was taken off where the file says both."""

    title: str
    sku: str
    quantity: str
    amount: str


def items(cell: str) -> Iterator[Item]:
    """Raises ValueError for a cell that is none."""
    for told in _told(cell):
        title, sku = cells.clean(told.get("name", ""), 512), cells.clean(told.get("sku", ""), 255)
        if not (title or sku):
            raise ValueError("an item without a name")
        amount = next((told[name] for name in ("sub_total", "subtotal", "total") if told.get(name)), "0")
        yield Item(title or sku, sku, told.get("quantity") or told.get("qty") or "1", amount)


def refunded(cell: str) -> list[str]:
    """The amounts of the refunds in a cell."""
    return [each.strip("-") for each in _REFUND.findall(cell)]


def priced(title: str, sku: str, quantity: int, amount: int) -> tuple[PastLine, ...]:
    """Lines that come to this amount to the cent: what does not divide becomes two, one of them a cent dearer."""
    each, over = divmod(amount, quantity)
    dearer = (PastLine(title, sku, over, each + 1),) if over else ()
    return (PastLine(title, sku, quantity - over, each), *dearer)


def _told(cell: str) -> Iterator[Mapping[str, str]]:
    if cell.startswith("["):
        yield from _as_json(cell)
        return
    for item in _NEXT.split(cell):
        parts = (part.partition(":") for part in _PART.split(item.strip()) if part)
        yield {name: text.replace("\\|", "|").replace("\\;", ";").strip("| ") for name, _sign, text in parts}


def _as_json(cell: str) -> Iterator[Mapping[str, str]]:
    found = json.loads(cell)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("no list of items")
    for each in found:
        yield {name: str(value) for name, value in each.items() if isinstance(value, str | int | float)}
