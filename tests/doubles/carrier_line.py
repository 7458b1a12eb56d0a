"""A carrier on loopback: keeps every byte that comes in, and answers as the carrier's own API would.

What differs from carrier to carrier is in `carrier_usps`, `carrier_ups` and `carrier_fedex`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body as values: JSON, or a form."""
        text = self.body.decode()
        return json.loads(text) if text[:1] in "[{" else parse_qs(text)


@dataclass
class Line:
    """One carrier's end. `fails`: (part of a path, status, how often); `slow`: seconds before each answer."""

    answer: Callable[[Line, Heard], tuple[int, str, bytes]]
    heard: list[Heard] = field(default_factory=list)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken_back: list[str] = field(default_factory=list)
    steps: dict[str, str] = field(default_factory=dict)
    fails: list[list[Any]] = field(default_factory=list)
    slow: float = 0.0
    url: str = ""

    def asked(self, part: str) -> list[Heard]:
        """The requests whose path has this in it."""
        return [one for one in self.heard if part in one.path]

    def fail(self, part: str, status: int, times: int = 1) -> None:
        """The next so many requests to such a path are answered with that status; 0: the line goes dead."""
        self.fails.append([part, status, times])

    def failure(self, heard: Heard) -> int | None:
        for one in self.fails:
            if one[0] in heard.path and one[2] > 0:
                one[2] -= 1
                return int(one[1])
        return None


@contextmanager
def listening(answer: Callable[[Line, Heard], tuple[int, str, bytes]]) -> Iterator[Line]:
    line = Line(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = Heard(self.command, self.path, dict(self.headers.items()), body)
            line.heard.append(heard)
            time.sleep(line.slow)
            status = line.failure(heard)
            if status == 0:
                self.connection.close()
                return
            code, kind, answered = (status, "text/html", b"<html>down</html>") if status else line.answer(line, heard)
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(answered)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815  (http.server's names)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def history(step: str) -> tuple[str, ...]:
    """The steps a carrier tells of, the newest first: what came back to the shop was on its way back before."""
    return (step, "returned") if step == "came_back" else (step,)


def as_json(told: Any, code: int = 200) -> tuple[int, str, bytes]:
    return code, "application/json", json.dumps(told).encode()
