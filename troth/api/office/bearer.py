"""Who asks: the program of an employee, by the token it comes with."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from troth.people import office_tokens
from troth.people.office_tokens import Bearer


class OfficeToken(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:
        return office_tokens.bearer(token)


def who(request: HttpRequest) -> Bearer:
    """The bearer of a request that has passed."""
    return cast("Bearer", request.auth)  # type: ignore[attr-defined]  # set by the framework before the view
