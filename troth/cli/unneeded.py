"""What packages load wherever they find it, and pages have no use for. Each asks for it in a `try`, and goes without."""

from __future__ import annotations

import sys

from django.conf import settings

# Wagtail's pictures bring a decoder of their own for HEIF, 3 MiB of it. Nobody may bring in such pictures here.
DECODERS = ("pillow_heif",)
DRIVERS = ("psycopg",)  # 6 MiB; Wagtail's interface for pictures loads it through rest_framework


def leave_out() -> None:
    """For a process that makes pages and nothing else, before it loads them.

    A name that stands for None among the loaded modules is not found (docs.python.org/3/reference/import.html, "The module
    cache").
    """
    for name in DECODERS if settings.ON_POSTGRESQL else DECODERS + DRIVERS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # typeshed knows modules only
