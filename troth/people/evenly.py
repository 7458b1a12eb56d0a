"""Answers that take the same time whether an address is known or not.

Waiting holds one of the few threads that pages are made with, so no more of them wait at a time than leave the others free:
whoever posts such forms without end is asked to come back a little later, and the shop goes on for everybody else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from troth import waiting

# Longer than hashing a password and writing to both stores takes on a small machine.
AT_LEAST = 0.5


def evenly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose posts are answered no sooner than after half a second, and without being looked at (429) where
    too many wait already."""

    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with waiting.ANSWERS.for_one(waiting.network_of(request.META)) as fits:
            if not fits:
                return _later(request)
            began = time.monotonic()
            response = view(request, *args, **kwargs)
            time.sleep(max(0.0, AT_LEAST - (time.monotonic() - began)))
            return response

    return held


def _later(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "2"
    return response
