"""The description as a file for programs, and as a page for people. No script, nothing from elsewhere."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .document import document
from .problem import Kind
from .reading import addresses
from .routes import api


def file(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(api), headers={"Cache-Control": "public, max-age=3600"})


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    told = addresses(document(api))
    rooms = [(tag, list(each)) for tag, each in groupby(told, attrgetter("tag"))]
    return render(request, "api/page.html", {"rooms": rooms, "problems": list(Kind)})
