"""When the shop learns who somebody is: the cookie's explicit choice joins theirs, and is set to what came of it."""

from __future__ import annotations

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
        _join(request, response, (who,), others=True)


def join_guest(request: HttpRequest, response: HttpResponse, whose: consent.Persons) -> None:
    """When a mailbox has answered."""
    _join(request, response, whose, others=False)


def _join(request: HttpRequest, response: HttpResponse, whose: consent.Persons, *, others: bool) -> None:
    before = sent.text_of(request)
    text = consent.join(whose, before, signal=sent.sends_signal(request), today=sent.today(), others=others)
    sent.forget(request)
    if text != before:
        keep(response, text)
