"""No comments where the policy in force does not know them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import Http404, HttpRequest, HttpResponse

from troth.comments import purpose


def declared[**Told](
    view: Callable[Concatenate[HttpRequest, Told], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Told], HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Told.args, **kwargs: Told.kwargs) -> HttpResponse:
        if not purpose.declared():
            raise Http404
        return view(request, *args, **kwargs)

    return answer
