"""Where a security partner's word about an order comes in. Believed for its signature alone."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from troth.orders.risk import warned
from troth.recipients.payment import NotTheirWord
from troth.recipients.security import LARGEST

logger = logging.getLogger("troth.orders")


@csrf_exempt
@require_POST
@never_cache
def warning(request: HttpRequest, partner: str) -> HttpResponse:
    """200 when it was taken or known already; 400 forged, late or senseless; 404 no such partner or order; 413 too long."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return _said(HTTPStatus.CONTENT_TOO_LARGE)
    try:
        warned.hear(partner, request.body, request.headers)
    except NotTheirWord as forged:
        logger.warning("a security partner's word was refused: %s", forged)
        return _said(HTTPStatus.BAD_REQUEST)
    except LookupError:
        return _said(HTTPStatus.NOT_FOUND)
    return _said(HTTPStatus.OK)


def _said(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{status.phrase}\n", status=status, content_type="text/plain")
