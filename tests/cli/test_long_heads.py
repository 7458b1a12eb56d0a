"""A request's line and headers are held in memory before anybody reads them: so much of them, and no more."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pytest

from troth.cli import workers
from troth.cli.crew import KILLED_AFTER


def test_the_web_server_takes_64_kilobytes_of_headers_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}

    class Server:
        def __init__(self, *_args: Any, **options: Any) -> None:
            told.update(options)

        def serve(self, **_options: Any) -> None:
            pass

    monkeypatch.setattr(workers, "Granian", Server)
    workers.serve(Namespace(host="127.0.0.1", port=8000, workers=1, threads=2))
    assert told["http1_settings"].max_buffer_size == 64 * 1024
    assert told["http2_settings"].max_headers_size == 64 * 1024
    assert told["workers_kill_timeout"] == KILLED_AFTER
