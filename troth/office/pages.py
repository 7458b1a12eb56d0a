"""Rendering a page inside Wagtail's frame: its title, its trail and who is at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .attending import attending


def page(
    request: HttpRequest,
    template: str,
    told: Mapping[str, Any],
    *,
    title: str,
    icon: str,
    trail: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """`trail`: (address, words) of the pages above this one, the office's first page apart."""
    above = [(reverse("wagtailadmin_home"), _("Office")), *trail]
    crumbs = [{"url": url, "label": words} for url, words in above]
    context = {
        **told,
        "work": attending(request),
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }
    return render(request, template, context, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty post is one, such as boxes that are all unticked."""
    return request.POST if request.method == "POST" else None
