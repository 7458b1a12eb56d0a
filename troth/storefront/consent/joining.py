"""At sign-in: the cookie's explicit choice joins the person's, and the cookie is set to what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from troth.people.persons import person_of
from troth.visits import consent

from . import sent
from .views import keep


def join(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    who = person_of(user)
    if who is None:
        return
    before = sent.text_of(request)
    text = consent.join(who, before, signal=sent.sends_signal(request), today=sent.today())
    sent.forget(request)
    if text != before:
        keep(response, text)
