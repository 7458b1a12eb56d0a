"""When the shop learns who somebody is: the cookie's explicit choice joins theirs, and is set to what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from troth.people.persons import person_of
from troth.visits import consent

from . import sent
from .views import keep


def join(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """At sign-in."""
    who = person_of(user)
    if who is not None:
        _keep(request, response, consent.join, (who,))


def join_guest(request: HttpRequest, response: HttpResponse, whose: consent.Persons) -> None:
    """When a mailbox has answered."""
    _keep(request, response, consent.join_guest, whose)


def _keep(request: HttpRequest, response: HttpResponse, verb: Callable[..., str], whose: consent.Persons) -> None:
    before = sent.text_of(request)
    text = verb(whose, before, signal=sent.sends_signal(request), today=sent.today())
    sent.forget(request)
    if text != before:
        keep(response, text)
