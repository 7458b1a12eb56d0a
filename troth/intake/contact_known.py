"""The layouts of people that are known, told by their columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from . import contact_layouts, contact_woocommerce
from .contact_layouts import Layout

LAYOUTS: Final = (*contact_layouts.SHOPIFY_AND_WIX, *contact_woocommerce.LAYOUTS)


def layout_of(columns: Sequence[str]) -> Layout | None:
    return next((layout for layout in LAYOUTS if layout.fits(columns)), None)
