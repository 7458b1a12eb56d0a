"""A request's line and headers are held in memory before anybody reads them: so much of them, and no more."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from troth.cli import pages


def test_the_web_server_takes_64_kilobytes_of_headers_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}

    class Server:
        def __init__(self, *_args: Any, **options: Any) -> None:
            told.update(options)

        def serve(self) -> None:
            pass

    monkeypatch.setattr(pages, "Granian", Server)
    monkeypatch.setattr(pages, "load", lambda: None)
    monkeypatch.setattr(pages, "stop_with_parent", lambda: None)
    monkeypatch.setattr(pages.multiprocessing, "set_start_method", lambda _name: None)
    words = ["--host", "127.0.0.1", "--port", "8000", "--workers", "1", "--threads", "2"]
    monkeypatch.setattr(sys, "argv", ["pages", *words])
    pages.main()
    assert told["http1_settings"].max_buffer_size == 64 * 1024
    assert told["http2_settings"].max_headers_size == 64 * 1024
    assert told["workers_kill_timeout"] == pages.KILLED_AFTER
