"""A former shop on loopback: pictures at addresses, and every trick that such an address can play."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image as Pillow


def picture(kind: str = "JPEG", colour: str = "teal", size: tuple[int, int] = (400, 300), **how: Any) -> bytes:
    content = io.BytesIO()
    mode = "P" if kind == "GIF" else "RGB"
    Pillow.new("RGB", size, colour).convert(mode).save(content, kind, **how)
    return content.getvalue()


@dataclass
class Answer:
    """`says`: a length it claims, where that is another than the content's. `drips`: seconds between two letters."""

    content: bytes = b""
    status: int = 200
    kind: str = "image/jpeg"
    headers: dict[str, str] = field(default_factory=dict)
    says: int | None = None
    drips: float = 0.0
    endless: bool = False


@dataclass
class FormerShop:
    """`answers`: by path; a list is given one after the other, its last for ever. `asked`: (path, headers), as they came."""

    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]

    def answer(self, path: str) -> Answer:
        found = self.answers.get(path.partition("?")[0], Answer(b"nothing here", 404, "text/html"))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


@contextmanager
def open_shop(shop: FormerShop | None = None) -> Iterator[FormerShop]:
    told = shop or FormerShop()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, {name.lower(): words for name, words in self.headers.items()}))
            answer = told.answer(self.path)
            with suppress(OSError):
                self.give(answer)

        def give(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            for name, words in answer.headers.items():
                self.send_header(name, words)
            if not answer.endless:
                self.send_header("Content-Length", str(len(answer.content) if answer.says is None else answer.says))
            self.end_headers()
            while answer.endless:
                self.wfile.write(b"\xff" * 65536)
            if not answer.drips:
                self.wfile.write(answer.content)
                return
            for letter in answer.content:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(answer.drips)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
