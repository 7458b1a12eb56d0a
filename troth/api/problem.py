"""Problems, as RFC 9457 has them: what a program is told when it does not get what it asked for.

`type` is an address below the readable page, where the problem is explained. Nothing that was sent is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

MEDIA = "application/problem+json"
PAGE = "/api/v1/"


class Kind(Enum):
    """Every problem there is: its name in `type`, its status, its title."""

    BAD_JSON = ("bad-json", HTTPStatus.BAD_REQUEST, _("The body is no JSON that can be read"))
    NO_TOKEN = ("token", HTTPStatus.UNAUTHORIZED, _("No token, or one that opens nothing"))
    REFUSED = ("refused", HTTPStatus.FORBIDDEN, _("The privacy policy does not allow it"))
    NOT_FOUND = ("not-found", HTTPStatus.NOT_FOUND, _("There is nothing here"))
    NOT_THIS_WAY = ("method", HTTPStatus.METHOD_NOT_ALLOWED, _("This address takes other methods"))
    CHANGED = ("changed", HTTPStatus.PRECONDITION_FAILED, _("It is not as you saw it any more"))
    KEY_USED = ("key-used", HTTPStatus.CONFLICT, _("This key belongs to another request"))
    NOT_NOW = ("not-now", HTTPStatus.CONFLICT, _("It is not possible as things stand"))
    TOO_LARGE = ("too-large", HTTPStatus.CONTENT_TOO_LARGE, _("The body is too large"))
    NOT_FITTING = ("not-fitting", HTTPStatus.UNPROCESSABLE_ENTITY, _("Something in the request does not fit"))
    TOO_OFTEN = ("too-often", HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests in a short time"))
    BROKEN = ("broken", HTTPStatus.INTERNAL_SERVER_ERROR, _("Something broke on our side"))

    def __init__(self, slug: str, status: HTTPStatus, title: str | Promise) -> None:
        self.slug, self.status, self.title = slug, status, title

    @property
    def address(self) -> str:
        return f"{settings.TROTH.base_url}{PAGE}#problem-{self.slug}"


class Fault(Schema):
    """One thing that does not fit."""

    where: str = Field(description="Part of the request, and the way to the value in it: `query.limit`.")
    kind: str = Field(description="A word for programs: `missing`, `int_parsing`, …")
    what: str = Field(description="The same as a sentence.")


class Problem(Schema):
    """RFC 9457. Further members may come; do not be surprised by them."""

    type: str = Field(description="The address of its explanation; says which problem it is.")
    title: str
    status: int
    detail: str
    code: str | None = Field(None, description="What stands against it, in a word; only with `not-now`.")
    clause: str | None = Field(None, description="The clause of the privacy policy that refuses; only with `refused`.")
    errors: list[Fault] | None = Field(None, description="Everything that does not fit; only with `not-fitting`.")


class Trouble(Exception):
    """Raised by a view: becomes the answer. `detail` is a sentence for people."""

    def __init__(self, kind: Kind, detail: str | Promise, *, code: str = "") -> None:
        self.kind, self.detail, self.code = kind, detail, code
        super().__init__(kind.slug)


def answer(
    kind: Kind,
    detail: str | Promise,
    *,
    clause: str = "",
    code: str = "",
    errors: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    told: dict[str, object] = {
        "type": kind.address,
        "title": str(kind.title),
        "status": int(kind.status),
        "detail": str(detail),
    }
    if clause:
        told["clause"] = clause
    if code:
        told["code"] = code
    if errors:
        told["errors"] = [fault.dict() for fault in errors]
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return JsonResponse(told, status=kind.status, content_type=MEDIA, headers=kept)
