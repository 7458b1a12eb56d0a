"""Answers that take the same time whether an address is known or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

# Longer than hashing a password and writing to both stores takes on a small machine.
AT_LEAST = 0.5


def evenly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose posts are answered no sooner than after half a second. Limits per visitor bound the waiting."""

    @wraps(view)
    def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, AT_LEAST - (time.monotonic() - began)))
        return response

    return waiting
