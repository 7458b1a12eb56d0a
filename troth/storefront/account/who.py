"""Whose page it is."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from troth.people.models import User


def owner(request: HttpRequest) -> User:
    """The signed-in account; behind `private.own`, so there is one."""
    return cast(User, request.user)
