"""The description other programs read (OpenAPI 3.1), and what the readable page shows of it.

The framework derives it from the views; what the door and the error mapping add to every answer is added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ninja import NinjaAPI

from .problem import MEDIA, PAGE, Kind

type Json = dict[str, Any]
_PROBLEM: Json = {"$ref": "#/components/schemas/Problem"}
_ALWAYS = (Kind.TOO_LARGE, Kind.TOO_OFTEN, Kind.BROKEN)
_CODE = re.compile(r"`([^`]+)`")
_VERBS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the readable page. `answers`: (status, words) each."""

    verb: str
    path: str
    summary: str
    about: SafeString
    tag: str
    takes: tuple[tuple[str, str, SafeString], ...]
    answers: tuple[tuple[str, SafeString], ...]


@cache
def document(api: NinjaAPI) -> Json:
    """Made once a process."""
    told: Json = dict(api.get_openapi_schema(path_prefix=PAGE.strip("/")))
    told["servers"] = [{"url": settings.TROTH.base_url}]
    for _path, verb, operation in _operations(told):
        _complete(operation, verb)
    return told


def addresses(told: Json) -> tuple[Address, ...]:
    """What the readable page lists, in the order of the description."""
    return tuple(_address(path, verb, operation) for path, verb, operation in _operations(told))


def _operations(told: Json) -> Iterator[tuple[str, str, Json]]:
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


def _because_of_what_is_sent(operation: Json) -> tuple[Kind, ...]:
    if "requestBody" in operation:
        return Kind.BAD_JSON, Kind.NOT_FITTING
    return (Kind.NOT_FITTING,) if operation.get("parameters") else ()


def _address(path: str, verb: str, operation: Json) -> Address:
    return Address(
        verb=verb.upper(),
        path=path,
        summary=operation["summary"],
        about=_in_html(operation.get("description", "")),
        tag=operation["tags"][0],
        takes=tuple(
            (each["name"], each["in"], _in_html(each.get("description", "") or each["schema"].get("description", "")))
            for each in operation.get("parameters", ())
        ),
        answers=tuple((status, _in_html(answer["description"])) for status, answer in operation["responses"].items()),
    )


def _in_html(text: str) -> SafeString:
    """What stands between backticks is code; that is all of Markdown the description uses."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308  (just escaped)
