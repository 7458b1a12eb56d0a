"""Where partners' words come in, one address a door. Believed for their signature alone; a word is answered and never explained."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from troth.campaigns import hearing as campaigns
from troth.leads import hearing as leads
from troth.orders.risk import warned
from troth.recipients.inbound import LARGEST
from troth.recipients.payment import NotTheirWord

logger = logging.getLogger("troth.inbound")

type Hear = Callable[[str, bytes, Mapping[str, str]], bool]


def _door(hear: Hear) -> Callable[..., HttpResponse]:
    """200 when it was taken or known already; 400 forged, late or senseless; 404 nobody it is about, or no such partner;
    413 too long."""

    @csrf_exempt
    @require_POST
    @never_cache
    def answering(request: HttpRequest, partner: str) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > LARGEST:
            return _said(HTTPStatus.CONTENT_TOO_LARGE)
        try:
            hear(partner, request.body, request.headers)
        except NotTheirWord as forged:
            logger.warning("a partner's word was refused: %s", forged)
            return _said(HTTPStatus.BAD_REQUEST)
        except LookupError:
            return _said(HTTPStatus.NOT_FOUND)
        return _said(HTTPStatus.OK)

    return answering


def _said(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{status.phrase}\n", status=status, content_type="text/plain")


warning = _door(warned.hear)
lead = _door(leads.hear)
campaign = _door(campaigns.hear)
