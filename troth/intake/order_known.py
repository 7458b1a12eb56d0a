"""The layouts of orders that are known, told by their columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from . import woocommerce
from .order_layouts import SHOPIFY_AND_WIX, OrderLayout

LAYOUTS: Final = (*SHOPIFY_AND_WIX, *woocommerce.LAYOUTS)


def layout_of(columns: Sequence[str]) -> OrderLayout | None:
    return next((layout for layout in LAYOUTS if layout.fits(columns)), None)
