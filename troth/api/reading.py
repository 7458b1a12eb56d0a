"""The description as people read it: a line for each address, with what it takes, what it answers, and an example.

All of it is made from the description, so that the two cannot differ.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .document import Json, operations

_CODE = re.compile(r"`([^`]+)`")
_EXAMPLES = {"Basket-Token": "…", "Order-Secret": "…", "Idempotency-Key": "a-random-word-of-yours", "If-Match": '"…"'}

type Row = tuple[str, str, SafeString]  # name, where or of which type, words


@dataclass(frozen=True, slots=True)
class Address:
    """`takes`: parameters and headers. `sends`, `gets`: members of the bodies. `answers`: (status, words) each."""

    verb: str
    path: str
    summary: str
    about: SafeString
    tag: str
    takes: tuple[Row, ...]
    sends: tuple[Row, ...]
    gets: tuple[Row, ...]
    answers: tuple[tuple[str, SafeString], ...]
    example: tuple[str, ...]


def addresses(told: Json) -> tuple[Address, ...]:
    """What the readable page lists, in the order of the description."""
    return tuple(_address(told, path, verb, operation) for path, verb, operation in operations(told))


def _address(told: Json, path: str, verb: str, operation: Json) -> Address:
    sent, good = _sent(told, operation), next(status for status in operation["responses"] if status.startswith("2"))
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
        sends=_members(sent),
        gets=_members(_schema(told, operation["responses"][good])),
        answers=tuple((status, _in_html(answer["description"])) for status, answer in operation["responses"].items()),
        example=_example(told, path, verb, operation, sent),
    )


def _sent(told: Json, operation: Json) -> Json:
    return _schema(told, operation["requestBody"]) if "requestBody" in operation else {}


def _schema(told: Json, body: Json) -> Json:
    found: Json = body["content"]["application/json"]["schema"]
    name = found.get("$ref", "").rpartition("/")[2]
    return told["components"]["schemas"][name] if name else found


def _members(schema: Json) -> tuple[Row, ...]:
    needed = schema.get("required", ())
    return tuple(
        (name, "" if name in needed else "optional", _in_html(each.get("description", "")))
        for name, each in schema.get("properties", {}).items()
    )


def _example(told: Json, path: str, verb: str, operation: Json, sent: Json) -> tuple[str, ...]:
    """A command for a terminal, line by line."""
    taken = operation.get("parameters", ())
    asked = "&".join(f"{each['name']}=…" for each in taken if each["in"] == "query" and each["required"])
    address = f"{told['servers'][0]['url']}{path}{'?' + asked if asked else ''}"
    lines = [f"curl {'' if verb == 'get' else f'-X {verb.upper()} '}'{address}'"]
    if operation.get("security"):
        lines.append("-H 'Authorization: Bearer troth_…'")
    lines += [f"-H '{each['name']}: {_EXAMPLES.get(each['name'], '…')}'" for each in taken if each["in"] == "header"]
    for example in sent.get("examples", ())[:1]:
        lines += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(example, ensure_ascii=False)}'"]
    return tuple(lines)


def _in_html(text: str) -> SafeString:
    """What stands between backticks is code; that is all of Markdown the description uses."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308  (just escaped)
