"""What every request of a program passes: limits on the way in, a problem for every error on the way out, no cookies."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from traceback import extract_tb

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from . import pace
from .answers import not_found
from .problem import MEDIA, Kind, answer

LARGEST_BODY = 64 * 1024  # bytes
LANGUAGE = "en"  # of sentences in answers; the words for programs are the same everywhere
logger = logging.getLogger("troth.api")

type View = Callable[..., HttpResponseBase]


def behind(patterns: Sequence[URLPattern]) -> list[URLPattern]:
    """The same addresses, each behind the door; whatever else is asked for is a problem, too."""
    guarded = [URLPattern(each.pattern, door(each.callback), each.default_args, each.name) for each in patterns]
    # Line breaks, too, which "<path:rest>" would leave to the pages for people.
    return [*guarded, re_path(r"^(?P<rest>[\s\S]+)$", door(_nothing), name="nothing")]


def named(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern]:
    """The framework's patterns without its own first page, which would answer with a message of its own."""
    return [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]


def door(view: View) -> View:
    """CSRF does not concern what reads no cookie. HEAD is GET without the body."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with override(LANGUAGE):
            request.user = AnonymousUser()  # whoever a cookie says: it is not read
            return _stopped(request) or answered(request, *args, **kwargs)

    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        try:
            response = view(request, *args, **kwargs)
        except Exception as error:  # the last place that can still answer in the language of programs
            # Class and frames, never its text: a text can hold what somebody searched for.
            where = "".join(f"\n{each.filename}:{each.lineno} {each.name}" for each in extract_tb(error.__traceback__))
            logger.error("A request of a program broke: %s%s", type(error).__name__, where)
            return answer(Kind.BROKEN, _("It is written down and will be looked at. Please try again later."))
        finally:
            request.method = method
        return _as_promised(response, without_body=method == "HEAD")

    return guarded


def _stopped(request: HttpRequest) -> HttpResponse | None:
    seconds = pace.wait(request)
    if seconds:
        told = _("Please wait for as many seconds as the header Retry-After says.")
        return answer(Kind.TOO_OFTEN, told, headers={"Retry-After": str(seconds)})
    if not _fits(request):
        return answer(Kind.TOO_LARGE, _("A body may have 64 kilobytes at most."))
    return None


def _fits(request: HttpRequest) -> bool:
    """A body that comes in pieces says no length before (RFC 9112, 7.1). Django takes it for empty, so it is read here."""
    length = request.headers.get("Content-Length")
    if length:
        return length.isdecimal() and int(length) <= LARGEST_BODY
    if "chunked" not in request.headers.get("Transfer-Encoding", "").lower():
        return True
    body = request.environ["wsgi.input"].read(LARGEST_BODY + 1)  # type: ignore[attr-defined]
    request._body = body  # what `request.body` gives, also to the framework
    return len(body) <= LARGEST_BODY


def _as_promised(response: HttpResponseBase, *, without_body: bool) -> HttpResponseBase:
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and response.get("Content-Type", "") != MEDIA:
        methods = [name.strip() for name in response.get("Allow", "").split(",")]
        allowed = ", ".join(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))
        response = answer(Kind.NOT_THIS_WAY, _("The header Allow says which."), headers={"Allow": allowed})
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-store"
    if without_body and isinstance(response, HttpResponse):
        length = len(response.content)
        response.content = b""
        response["Content-Length"] = str(length)
    return response


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return not_found()
