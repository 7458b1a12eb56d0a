"""Choosing the language of the office."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.people.models import User

from .chosen import choose


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    if not choose(cast(User, request.user), request.POST.get("language", "")):
        return HttpResponseBadRequest(_("The shop does not speak this language."))
    return redirect("wagtailadmin_home")
