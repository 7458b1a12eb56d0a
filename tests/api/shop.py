"""A client that is a program: no cookies kept, JSON in and out."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client


def ask(address: str, method: str = "GET", body: object = None, **headers: str) -> Any:
    """`headers` in the manner of `if_none_match="…"`."""
    told = {name.replace("_", "-"): words for name, words in headers.items()}
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return Client().generic(method, f"/api/v1{address}", headers=told, **sent)


def slugs(answer: HttpResponse) -> list[str]:
    return [each["slug"] for each in json.loads(answer.content)["items"]]


def is_problem(answer: Any, status: int, name: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert told["status"] == status
    assert told["type"].endswith(f"/api/v1/#problem-{name}")
    assert told["title"]
    assert told["detail"]
    return told
