"""A program of the shopkeeper's on loopback: it listens, notes what it heard, and answers as it was told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Program:
    """`answers`: status of the next answers, the last one for ever. `slow`: seconds before it answers."""

    answers: list[int] = field(default_factory=lambda: [204])
    slow: float = 0.0
    drips: bool = False
    location: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/words"

    def status(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def listening(program: Program | None = None) -> Iterator[Program]:
    told = program or Program()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append(({name.lower(): words for name, words in self.headers.items()}, body))
            if told.drips:
                return self.drip()
            time.sleep(told.slow)
            self.send_response(told.status())
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"words")
            return None

        def drip(self) -> None:
            """One letter of the status line after the other, each within the patience for one."""
            try:
                for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    server.daemon_threads = True
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
