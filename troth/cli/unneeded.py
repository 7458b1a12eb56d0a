"""What packages load wherever they find it, and pages have no use for. Each asks for it in a `try`, and goes without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

# Wagtail's pictures bring a decoder of their own for HEIF, 3 MiB of it. Nobody may bring in such pictures here.
DECODERS = ("pillow_heif",)
DRIVERS = ("psycopg",)  # 6 MiB; Wagtail's interface for pictures loads it through rest_framework
# 4 MiB: rest_framework colours examples with the one, Django's tools for tests, which Wagtail loads, try the other.
OF_OTHERS = ("pygments", "jinja2")


@contextmanager
def left_out() -> Iterator[None]:
    """For a process that makes pages and nothing else, while it loads them. `OF_OTHERS` can be had again afterwards.

    A name that stands for None among the loaded modules is not found (docs.python.org/3/reference/import.html, "The module
    cache").
    """
    for name in DECODERS if settings.ON_POSTGRESQL else DECODERS + DRIVERS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # typeshed knows modules only
    for_now = [name for name in OF_OTHERS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(for_now))  # type: ignore[arg-type]  # as above
    try:
        yield
    finally:
        for name in for_now:
            del sys.modules[name]
