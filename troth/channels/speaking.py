"""The language of a message: of the thing it is about, or else of the page that asked for it.

asked_in()                  in a sender: the language of the page that is being answered; "" in the office and in
                            the background, where nobody has chosen one
@channels.speaks("order")   in a room's mails.py: every message that carries this id is in the language told here
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar

from django.conf import settings
from django.utils import translation

Teller = Callable[[int | str], str]

PAGE: ContextVar[str] = ContextVar("language of the page", default="")
_tellers: dict[str, Teller] = {}


def asked_in() -> str:
    """A code, or "" for the shop's first language and where there is no page."""
    return PAGE.get()


def speaks(name: str) -> Callable[[Teller], Teller]:
    """Decorator: this function tells the language of what the id `name` stands for; "" for the first one."""

    def registered(function: Teller) -> Teller:
        _tellers[name] = function
        return function

    return registered


def language_of(ids: Mapping[str, int | str]) -> str:
    """For a message with these ids."""
    for name, tell in _tellers.items():
        if name in ids and (told := tell(ids[name])):
            return told
    return str(ids.get("language", ""))


def speaking(language: str) -> translation.override:
    """A language of the shop for as long as the block lasts; an unknown one falls back to the shop's own."""
    return translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
