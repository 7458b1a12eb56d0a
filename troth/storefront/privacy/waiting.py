"""What the reader waits for: sold-out things they asked to hear of, and the end of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.catalog.notices import waiting
from troth.rights.reader import Reader

from .who import mine_only


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def wishes(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        if waiting.end(who.persons, _ref(request.POST.get("wish", ""))):
            messages.success(request, _("You do not wait for it any more, and we have forgotten that you did."))
        return redirect("my-wishes")
    return render(request, "storefront/privacy/wishes.html", {"here": "wishes", "wishes": waiting.of(who.persons)})


def _ref(text: str) -> uuid.UUID:
    """Nobody's, for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
