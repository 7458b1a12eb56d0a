"""What the measured server does for the bench, when asked by a header or a file, and nothing otherwise."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

EMPTY = "HTTP_X_BENCH_EMPTY"  # makes the page anew: whole pages kept so far are thrown away first
CHANGED = "HTTP_X_BENCH_CHANGED"  # as if something in the catalogue had changed since the last request, elsewhere
COUNTING = "counting"  # while a file of this name lies in TROTH_HOME, each request leaves a line in `COUNTED`
COUNTED = "counted.jsonl"
_NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE")


class Probe:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        from . import changes  # reads models, which are there only in a server

        self.changes = changes
        self.counting = str(Path(settings.TROTH.home) / COUNTING)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if EMPTY in request.META:
            caches["pages"].clear()
        self.changes.seems_changed(CHANGED in request.META)
        if os.path.exists(self.counting):  # noqa: PTH110  (a tenth of the cost of Path.exists)
            return self._counted(request)
        return self.get_response(request)

    def _counted(self, request: HttpRequest) -> HttpResponseBase:
        shop, vault = _Counter(), _Counter()
        with (
            connections["default"].execute_wrapper(shop),
            connections["vault"].execute_wrapper(vault),
        ):
            response = self.get_response(request)
        said: dict[str, Any] = {"method": request.method, "path": request.path, "status": response.status_code}
        said |= {"shop": len(shop.said), "vault": len(vault.said), "transactions": shop.begun + vault.begun}
        if "X-Bench-Say" in request.headers:
            said |= {"shop_sql": shop.said, "vault_sql": vault.said}
        _append(Path(settings.TROTH.home) / COUNTED, json.dumps(said))
        return response


class _Counter:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.begun = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("BEGIN"):
            self.begun += 1
        elif not sql.startswith(_NOT_COUNTED):
            self.said.append(f"{_asked_by()}  {sql}")
        return execute(sql, params, many, context)


def _asked_by() -> str:
    """The line of the shop that a statement comes from."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if "/troth/" in file or "/bench/plain/" in file:
            return f"{'/'.join(file.rsplit('/', 3)[1:])}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return "?"


def _append(path: Path, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode() + b"\n")
    finally:
        os.close(descriptor)
