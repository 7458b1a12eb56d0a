"""The public side of the ledger. Nothing here depends on who asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troth.publishing import tiles

TEXT = "text/plain; charset=utf-8"
YEAR = 31536000


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    return _kept(HttpResponse(tiles.checkpoint(), content_type=TEXT), "public, max-age=1")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    return _kept(HttpResponse(tiles.verifier_key(), content_type=TEXT), "public, max-age=300")


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile never changes: a longer one has another address."""
    hashes = tiles.tile(place)
    if hashes is None:
        raise Http404
    return _kept(HttpResponse(hashes, content_type="application/octet-stream"), f"public, max-age={YEAR}, immutable")


def _kept(response: HttpResponse, how: str) -> HttpResponse:
    response["Cache-Control"] = how
    response["Access-Control-Allow-Origin"] = "*"  # so that anybody's page may check the log
    return response
