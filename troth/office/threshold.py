"""What every page of the office goes through: the seat, the browser's rules, and a refusal said in the office's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from troth.people.models import User
from troth.rights.at_work import AtWork
from troth.rights.for_staff import Refused

from . import groups, unfit
from .attending import attending
from .browser_rules import rules_for
from .language.chosen import speaking

View = Callable[..., HttpResponse]


def at_the_office(view: View) -> View:
    """Wraps every view under /office/. A refusal nobody caught becomes a page that says so and shows no value."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with speaking(request.user):
            response = answered(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", get_language() or "")
        if response.status_code >= 400:
            add_never_cache_headers(response)
        response._csp_config = rules_for(request.path)  # type: ignore[attr-defined]  # as `csp_override` does
        return response

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_staff:
            _take_seat(request.user, attending(request))
        try:
            response = unfit.answered(view, request, *args, **kwargs)
        except Refused as refused:
            return refusal(request, refused)
        except Http404:
            return render(request, "wagtailadmin/404.html", status=404)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _says_nothing(response):
            return unfit.only_posted(request, response)
        return response

    return inside


def _says_nothing(response: HttpResponse) -> bool:
    return not isinstance(response, SimpleTemplateResponse) and not response.content  # those are drawn later


def _take_seat(user: User, work: AtWork) -> None:
    groups.seat(user, work.roles)
    # Wagtail's sidebar prints `first_name`, or else the alias. Names are sealed; the job says enough.
    user.first_name = ", ".join(work.jobs) or str(_("No job yet"))  # type: ignore[attr-defined]


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    told = {"clause": refused.clause, "reason": refused.reason}
    return render(request, "office/refused.html", told, status=403)
