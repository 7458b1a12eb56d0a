"""Bodies as the API takes them: form fields with brackets (`line_items[0][price_data][currency]`), answers in JSON."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")


def nested(body: str) -> dict[str, Any]:
    """{"a[b]": 1, "c[0]": 2, "d[]": 3} as {"a": {"b": "1"}, "c": ["2"], "d": ["3"]}; every leaf is text."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        first, rest = name.partition("[")[0], _PART.findall(name)
        _put(found, [first, *rest], value)
    return _lists(found)


def _put(into: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        into = into.setdefault(part, {})
    into[path[-1] or str(len(into))] = value


def _lists(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    inner = {name: _lists(value) for name, value in told.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
