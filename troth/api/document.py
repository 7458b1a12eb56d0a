"""The description other programs read (OpenAPI 3.1).

The framework derives it from the views; what the door and the error mapping add to every answer is added here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from ninja import NinjaAPI

from .problem import MEDIA, PAGE, Kind

type Json = dict[str, Any]
_PROBLEM: Json = {"$ref": "#/components/schemas/Problem"}
_ALWAYS = (Kind.TOO_LARGE, Kind.TOO_OFTEN, Kind.BROKEN)
_VERBS = ("get", "post", "put", "patch", "delete")


@cache
def document(api: NinjaAPI) -> Json:
    """Made once a process."""
    told: Json = dict(api.get_openapi_schema(path_prefix=PAGE.strip("/")))
    told["servers"] = [{"url": settings.TROTH.base_url}]
    for _path, verb, operation in operations(told):
        _complete(operation, verb)
    return told


def operations(told: Json) -> Iterator[tuple[str, str, Json]]:
    """(path, verb, operation), in the order of the description."""
    for path, verbs in told["paths"].items():
        for verb in _VERBS:
            if verb in verbs:
                yield path, verb, verbs[verb]


def _complete(operation: Json, verb: str) -> None:
    answers: Json = {str(status): answer for status, answer in operation["responses"].items()}
    for kind in (*_ALWAYS, *_because_of_what_is_sent(operation)):
        answers.setdefault(str(int(kind.status)), {})
    for status, answer in answers.items():
        if int(status) >= HTTPStatus.BAD_REQUEST:
            answer["description"] = HTTPStatus(int(status)).phrase
            answer["content"] = {MEDIA: {"schema": _PROBLEM}}
    if verb == "get" and operation.get("tags") == ["Catalogue"]:
        answers["304"] = {"description": "Not changed since the `ETag` that `If-None-Match` names."}
        answers["200"]["headers"] = {
            "ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`: changes with the catalogue."}
        }
    operation["responses"] = dict(sorted(answers.items()))


def _because_of_what_is_sent(operation: Json) -> list[Kind]:
    found = [Kind.BAD_JSON] if "requestBody" in operation else []
    taken = operation.get("parameters", ())
    if found or taken:
        found.append(Kind.NOT_FITTING)
    if any(each["in"] == "path" for each in taken):
        found.append(Kind.NOT_FOUND)
    return found
