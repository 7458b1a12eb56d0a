"""Pictures that were uploaded in the office, in the sizes pages ask for. The files as they came are shown to nobody.

Only endings listed here are answered, each with its own type, so that no file is ever taken for a page; and should a
browser open one by itself, its policy lets it do nothing.
"""

from __future__ import annotations

import re
from typing import Final

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

TYPES: Final = {"avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
NAME: Final = re.compile(r"[\w-][\w.-]*\.(?P<kind>avif|gif|jpg|png|webp)\Z", re.ASCII)
KEPT_SECONDS: Final = 3600
ALONE: Final[dict[str, list[str] | str]] = {"default-src": ["'none'"], "sandbox": ""}


@require_safe
@csp_override(ALONE)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One size of a picture; 404 for any other name."""
    shape, path = NAME.match(name), f"images/{name}"
    if shape is None or not default_storage.exists(path):
        raise Http404
    changed = int(default_storage.get_modified_time(path).timestamp())
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponseBase = HttpResponseNotModified()
    if since is None or since < changed:
        response = FileResponse(default_storage.open(path), content_type=TYPES[shape["kind"]])
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
