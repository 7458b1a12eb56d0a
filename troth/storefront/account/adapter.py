"""allauth, as the storefront wants it: what the browser said before signing in meets what the person said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from troth.people.adapter import AccountAdapter


class Adapter(AccountAdapter):
    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        from ..consent import joining  # allauth loads its adapter before there are tables

        response: HttpResponse = super().post_login(request, user, **told)
        joining.join(request, response, user)
        return response
