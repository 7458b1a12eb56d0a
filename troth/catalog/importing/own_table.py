"""A table of no shop system, whose columns somebody at the screen has named."""

from __future__ import annotations

from collections.abc import Mapping

from .layout import Layout
from .shopify_legacy import LAYOUT as LEGACY

LAYOUT = Layout(
    name="A table of your own", needs=frozenset(), words={}, silent={}, continues=LEGACY.continues, metafield=""
)


def named(taken_as: Mapping[str, str]) -> bool:
    """Whether enough has been named: without a title there is no product."""
    return "title" in taken_as.values()
