"""A page that is drawn only if the page cache has none that shows the same.

The view asks the catalogue and says what there is to show; drawing it is more than half of a page's cost. Every sale of the
last piece is a change of the catalogue, and leaves most of its pages as they were.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
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
        self.shows, self.left = "", False

    def leave_if(self, shows: str) -> None:
        """Not drawn if this is what it would show. The page cache has the page; nobody else asks."""
        self.shows = digest(self._request, str(self.template_name), self._told)
        if self.shows == shows:
            self.content = b""
            self.left = True


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
    shown = io.BytesIO()
    pickler = pickle.Pickler(shown, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _plainly
    pickler.dump((template, told, front.shelves, banners))
    return hashlib.blake2b(shown.getbuffer(), digest_size=16).hexdigest()


class _Plainly(dict[type, Callable[[Any], Any]]):
    """Values by their type and fields. What dataclasses do for pickle by themselves takes twice as long; nobody unpickles it."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, type):
            raise KeyError(kind)  # a class: by its name, as pickle does
        self[kind] = reduced = _by_fields(kind) if is_dataclass(kind) else _as_usual
        return reduced


def _by_fields(kind: type) -> Callable[[Any], Any]:
    # One name more than there are fields, so that a single field comes as a tuple too.
    values = attrgetter("__class__", *(field.name for field in fields(kind)))
    return lambda shown: (kind, values(shown))


def _as_usual(shown: Any) -> Any:
    return shown.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


_plainly = _Plainly()
