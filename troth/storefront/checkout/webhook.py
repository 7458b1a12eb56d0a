"""Where a payment provider's word comes in. Believed for its signature alone."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from troth.orders.settle import NotYetKnown, settle
from troth.recipients.payment import LARGEST_WEBHOOK, NotTheirWord

logger = logging.getLogger("troth.orders")


@csrf_exempt
@require_POST
@never_cache
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """200 when it was taken or known already; 400 forged; 404 no such provider; 409 say it again later; 413 too long."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LARGEST_WEBHOOK:
        return _said(HTTPStatus.CONTENT_TOO_LARGE)
    try:
        settle(provider, request.body, request.headers)
    except LookupError:
        return _said(HTTPStatus.NOT_FOUND)
    except NotTheirWord as forged:
        logger.warning("a webhook was refused: %s", forged)
        return _said(HTTPStatus.BAD_REQUEST)
    except NotYetKnown:
        return _said(HTTPStatus.CONFLICT)
    return _said(HTTPStatus.OK)


def _said(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{status.phrase}\n", status=status, content_type="text/plain")
