"""Who reads My privacy: somebody signed in, or a guest whose mailbox has answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from troth.rights import reader
from troth.rights.reader import Reader

from ..account.private import View, unseen

COOKIE = "privacy_access"


def cookie_name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def reader_of(request: HttpRequest) -> Reader | None:
    if request.user.is_authenticated:
        return reader.of_account(request.user)
    token = request.COOKIES.get(cookie_name(), "")
    return reader.of_cookie(token) if token else None


def mine_only(view: Callable[..., Any]) -> View:
    """A page of the reader's own; others are asked who they are. The reader comes as the view's second argument."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who = reader_of(request)
        if who is None:
            return redirect("my-privacy")
        response: HttpResponse = view(request, who, *args, **kwargs)
        return response

    return unseen(answering)


def keep(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=reader.SESSION_HOURS * 3600,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")


def sign_in_afresh(request: HttpRequest) -> None:
    """For accounts, before what is worth stealing a session for: a sign-in of the last quarter of an hour.

    Unlike allauth's own check, the sign-in that began the session counts as well. people/fresh.py leads to the other.
    """
    signed_in = (record.get("at", 0.0) for record in get_authentication_records(request, request.user))
    if time.time() - max(signed_in, default=0.0) > app_settings.REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired
