"""Who reads My privacy: somebody signed in, or a guest whose mailbox has answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
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


@reauthentication_required(app="allauth.account")
def sign_in_afresh(request: HttpRequest) -> None:
    """For accounts, before what cannot be taken back. Raises allauth's ReauthenticationRequired (people/fresh.py)."""
