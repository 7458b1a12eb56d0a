"""A refusal nobody caught becomes a page that says so, with its clause, and shows no value."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Refused


class RefusalPage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        told = {"clause": error.clause, "code": error.code, "reason": error.reason}
        response = render(request, "storefront/error/refused.html", told, status=403)
        response["Cache-Control"] = "no-store"
        return response
