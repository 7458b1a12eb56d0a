"""Stock for programs that count: how many lie at a place, so many lie there now, so many more or fewer.

Each change has its line in the journal of changes by hand, under the employee whose token it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Query, Router

from troth.catalog.locations import moving
from troth.catalog.locations.moving import NotThere, Otherwise
from troth.catalog.models import Location, MovedFor, Variant
from troth.orders import jobs

from ..answers import faulty
from ..orders.views import KEY_PATTERN
from ..problem import Kind, Problem, Trouble
from . import changed_once, shapes
from .bearer import OfficeToken, who

Ref = Annotated[UUID, Path(description="The variant's `ref`.")]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=128,
        pattern=KEY_PATTERN,
        description="A random word of yours for this change. Sent again with the same body it changes nothing and says the "
        "same; with another body it is refused. It counts for your employee, and for two days.",
    ),
]
Where = Annotated[str, Query(max_length=32, description="Short name of the place. Without it: the main one.")]
Tag = Annotated[
    str, Header(alias="If-Match", max_length=100, description="The `ETag` of what you saw. Else say `expected`.")
]
READS = {401: Problem, 403: Problem, 404: Problem, 409: Problem}
CHANGES = {**READS, 412: Problem}
ADDRESS = "/office/stock/{ref}"

router = Router(tags=["Office"], auth=OfficeToken())


@router.get(ADDRESS, response={200: shapes.Here, **READS}, summary="How many lie at a place")
def here(request: HttpRequest, response: HttpResponse, ref: Ref, location: Where = "") -> shapes.Here:
    """With an `ETag` to send back when you set it. For `fulfil_order`."""
    jobs.may(who(request).actor)
    variant, place = _counted(ref), _place(location, "query.location")
    return _told(response, variant, place, moving.at(variant, place), 0)


@router.put(ADDRESS, response={200: shapes.Here, **CHANGES}, summary="So many lie there now")
def put(
    request: HttpRequest, response: HttpResponse, ref: Ref, told: shapes.ToSet, key: Key, tag: Tag = ""
) -> shapes.Here:
    """Only if as many lie there as you saw: somebody may have bought one meanwhile. For `fulfil_order`."""
    if told.expected is None and not tag:
        raise faulty("body.expected", "missing")

    def act(variant: Variant, place: Location | None, by: int) -> int:
        seen = moving.at(variant, place)
        if tag and tag != _tag(variant, place, seen):
            raise Otherwise(seen)
        expected = seen if told.expected is None else told.expected
        return moving.set_to(variant.pk, place, told.left, expected, MovedFor(told.why), by)

    return _changed(request, response, ref, told.location, key, act)


@router.post(ADDRESS, response={200: shapes.Here, **READS}, summary="So many more or fewer")
def change(request: HttpRequest, response: HttpResponse, ref: Ref, told: shapes.ToChange, key: Key) -> shapes.Here:
    """What is sold meanwhile stays sold. For `fulfil_order`."""

    def act(variant: Variant, place: Location | None, by: int) -> int:
        moving.adjust(variant.pk, place, told.difference, MovedFor(told.why), by)
        return told.difference

    return _changed(request, response, ref, told.location, key, act)


def _changed(
    request: HttpRequest,
    response: HttpResponse,
    ref: UUID,
    location: str,
    key: str,
    act: Callable[[Variant, Location | None, int], int],
) -> shapes.Here:
    bearer = who(request)
    jobs.may(bearer.actor)
    variant, place = _counted(ref), _place(location, "body.location")

    def doing() -> tuple[int, int]:
        held = Variant.objects.select_for_update().get(pk=variant.pk)
        difference = act(held, place, bearer.account)
        held.refresh_from_db(fields=["stock"])
        return moving.at(held, place), difference

    request_told = b"\0".join(
        (f"{request.method} {request.path} {request.headers.get('If-Match', '')}".encode(), request.body)
    )
    try:
        left, difference = changed_once.once(changed_once.Asked(bearer.account, key, request_told), doing)
    except Otherwise as trouble:
        raise Trouble(Kind.CHANGED, str(trouble)) from None
    except NotThere as trouble:
        raise Trouble(Kind.NOT_NOW, str(trouble), code="not-there") from None
    return _told(response, variant, place, left, difference)


def _counted(ref: UUID) -> Variant:
    variant = Variant.objects.filter(ref=ref).first()
    if variant is None:
        raise Http404
    if not variant.tracked:
        raise Trouble(Kind.NOT_NOW, _("The shop does not count how many of it there are."), code="not-counted")
    return variant


def _place(code: str, where: str) -> Location | None:
    """None: there is one place, and it has no name."""
    found = Location.objects.filter(code=code).first() if code else Location.objects.filter(main=True).first()
    if code and found is None:
        raise faulty(where, "location")
    return found


def _told(response: HttpResponse, variant: Variant, place: Location | None, left: int, change: int) -> shapes.Here:
    response["ETag"] = _tag(variant, place, left)
    return shapes.Here(ref=variant.ref, location=place.code if place else "", left=left, change=change)


def _tag(variant: Variant, place: Location | None, left: int) -> str:
    told = f"{variant.ref} {place.pk if place else ''} {left}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'
