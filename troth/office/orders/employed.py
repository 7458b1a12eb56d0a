"""Every page of this room is for people with a job here, whichever: what theirs does not include is sealed on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from troth.orders import jobs

from ..attending import attending


def employed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Raises `gate.Refused` for an employee without any job, before anything is read."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        jobs.may_look(attending(request).actor)
        return view(request, *args, **kwargs)

    return inside
