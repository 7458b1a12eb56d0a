"""The language of a page stands in its address: `/de/products/`, and no prefix for the first one.

Nothing else decides, no cookie and no header: one address shows everybody the same, so caches on the way stay right,
and a link that is passed on is read in the language it was found in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from troth.channels.speaking import PAGE

ONCE: Final = ("/office/", "/api/")  # in whatever language: these have no prefix


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one of the shop's languages. `path`: its address, `name`: the language's own name for itself."""

    code: str
    name: str
    path: str
    here: bool


class LanguageOfAddress:
    """The middleware. Outside the page cache, which answers by itself and counts the basket in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = language_of(request.path_info)
        asked = PAGE.set(code if code != settings.LANGUAGE_CODE else "")
        try:
            with translation.override(code):
                request.LANGUAGE_CODE = code
                response = self.get_response(request)
        finally:
            PAGE.reset(asked)
        response.headers.setdefault("Content-Language", code)
        return response


def language_of(path: str) -> str:
    """The code of the language that `path` is in."""
    first = path[1:].partition("/")[0]
    return first if first in dict(settings.LANGUAGES) and first != settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def without_language(path: str) -> str:
    """The same address in the first language."""
    code = language_of(path)
    # One slash in front, no more: two would lead to another host.
    return path if code == settings.LANGUAGE_CODE else "/" + path[len(code) + 1 :].lstrip("/")


def in_language(path: str, code: str) -> str:
    """The same address in another language. Only for pages that exist in each."""
    bare = without_language(path)
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"


def versions(path: str) -> tuple[Version, ...]:
    """The page at `path` in every language; nothing where the shop speaks one, or the page exists once."""
    if len(settings.LANGUAGES) < 2 or path.startswith(ONCE):
        return ()
    now = language_of(path)
    return tuple(Version(code, name, in_language(path, code), code == now) for code, name in settings.LANGUAGES)
