"""/practice/outbox/: reading the mails the practice shop wrote. Mounted in practice mode only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from troth.channels import queue
from troth.recipients.practice_mail import Letter, PracticeMail

SHOWN = 200
WITH_FRAME = {**settings.SECURE_CSP, "frame-src": ["'self'"]}
# A mail is somebody's HTML: it may look like itself and lead elsewhere when a link is followed, and do nothing else.
MAIL_ALONE = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    letters = _outbox().letters(SHOWN)
    counts = queue.counts()
    context = {
        "letters": letters,
        "waiting": counts["queued"] + counts["leased"],
        "troubles": queue.troubles(20),
        "limit": SHOWN if len(letters) == SHOWN else 0,
    }
    return render(request, "storefront/practice/outbox.html", context)


@require_safe
@never_cache
@csp_override(WITH_FRAME)
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "storefront/practice/outbox_letter.html", {"letter": _letter(name)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_override(MAIL_ALONE)
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as it is, with links that open in the whole window instead of the frame."""
    html = _letter(name).html
    if not html:
        raise Http404
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _letter(name: str) -> Letter:
    found = _outbox().letter(name)
    if found is None:
        raise Http404
    return found


def _outbox() -> PracticeMail:
    return PracticeMail(settings.TROTH.home / "outbox")
