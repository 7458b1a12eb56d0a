"""The address in every mail one can do without."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from troth.rights import stop

from ..account.private import secret


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@secret
def by_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Looking changes nothing, for programs that scan mail look too. A press, theirs or a mail program's, is the word.

    No form token: a mail program posts by itself (RFC 8058, section 3.2), and who knows the link has the mail.
    """
    found = stop.behind(purpose, token)
    if found is None:
        return render(request, "storefront/privacy/stop.html", {"found": None}, status=410)
    bound = stop.stop(found) if request.method == "POST" else None
    return render(request, "storefront/privacy/stop.html", {"found": found, "bound": bound})
