"""A page that is drawn only if the page cache has none that shows the same.

The view asks the catalogue and says what there is to show; drawing it is more than half of a page's cost. Every sale of the
last piece is a change of the catalogue, and leaves most of its pages as they were.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from troth.visits.banners import shelf

from . import freshness


class Drawn(TemplateResponse):
    """`told`: what the template is given. `beside`: more of it, which the key of a kept page answers for already."""

    def __init__(
        self, request: HttpRequest, template: str, told: dict[str, Any], beside: dict[str, Any] | None = None
    ) -> None:
        super().__init__(request, template, {**told, **(beside or {})})
        self._told = told
        self.shows = ""

    def leave_if(self, shows: str) -> None:
        """Not drawn if this is what it would show. The page cache has the page; nobody else asks."""
        self.shows = digest(self._request, str(self.template_name), self._told)
        if self.shows == shows:
            self.content = b""
            self.left = True

    left = False


def is_left(response: HttpResponseBase) -> bool:
    return isinstance(response, Drawn) and response.left


def after_all(response: HttpResponseBase) -> HttpResponseBase:
    """Drawn where it was left and yet is not what the page cache answers with: a cookie was set on the way."""
    if isinstance(response, Drawn) and response.left:
        response.content, response.left = response.rendered_content, False
    return response


def digest(request: HttpRequest, template: str, told: dict[str, Any]) -> str:
    """Of all that the page shows and that may change while its key stays: what the view was told, the shelves in its head,
    the banners of the day.

    Pickled, which takes a tenth of the time of drawing. It may tell apart what is equal, a value said once from one said twice,
    and never takes what differs for the same.
    """
    front = freshness.of(request)
    banners = shelf.running(day=timezone.localdate(), revision=front.revision) if front.banners else ()
    shown = pickle.dumps((template, told, front.shelves, banners), pickle.HIGHEST_PROTOCOL)
    return hashlib.blake2b(shown, digest_size=16).hexdigest()
