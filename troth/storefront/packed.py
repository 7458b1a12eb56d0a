"""Static files travel compressed, without a step before the first start.

A file is compressed the first time somebody who reads Brotli or gzip asks for it, into `TROTH_HOME/packed`, under a
digest of its contents, and from then on by every process. `collectstatic` would compress all of Wagtail's
two thousand files in front of the first page; of those, a visitor sees three and the office forty.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

TEXTS = frozenset({".css", ".js", ".mjs", ".svg", ".json", ".txt", ".html", ".map", ".xml", ".ico"})
WORTH = 400  # bytes; below, the headers of a compressed answer eat what it saves
THOROUGH = 100_000  # bytes up to which Brotli's best takes no more than a tenth of a second or two


class PackedFiles(WhiteNoiseMiddleware):
    """WhiteNoise, with compressed files beside those it finds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase], **rest: Any) -> None:
        self.texts: dict[str, str] = {}  # address → path of what can be packed
        self.packed: set[str] = set()
        super().__init__(get_response, **rest)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        url = request.path_info
        if url not in self.files:
            answer: HttpResponseBase = self.get_response(request)
            return answer
        if url in self.texts and url not in self.packed and _reads_packed(request):
            self._pack(url)
        return self._served(request, url)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        if Path(path).suffix in TEXTS and (stat_cache[path] if stat_cache else Path(path).stat()).st_size >= WORTH:
            self.texts[url] = path
        return super().get_static_file(path, url, stat_cache)

    def _served(self, request: HttpRequest, url: str) -> HttpResponseBase:
        answer: HttpResponseBase
        try:
            answer = self.serve(self.files[url], request)
        except FileNotFoundError:
            if url not in self.packed:
                raise
            # Somebody emptied the folder of packed files.
            self.files[url] = super().get_static_file(self.texts[url], url)
            self.packed.discard(url)
            answer = self.serve(self.files[url], request)
        return answer

    def _pack(self, url: str) -> None:
        """From now on the file has packed alternatives. If the disk is full it travels as it is."""
        path = self.texts[url]
        try:
            copies = pack(Path(path), Path(settings.TROTH.home) / "packed")
        except OSError:
            return
        self.files[url] = StaticFile(path, self._headers(path, url), encodings=copies)
        self.packed.add(url)

    def _headers(self, path: str, url: str) -> list[tuple[str, str]]:
        """What WhiteNoise says of a file, without what it works out from its size and time."""
        found: StaticFile = super().get_static_file(path, url)
        _encoding, _path, headers = found.alternatives[-1]
        worked_out = ("Content-Length", "Content-Encoding", "Last-Modified", "ETag", "Vary")
        return [(name, value) for name, value in headers if name not in worked_out]


def pack(path: Path, folder: Path) -> dict[str, str]:
    """The compressed copies of a file, by encoding; made if they are not there. What an older file left is taken away."""
    body = path.read_bytes()
    place = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    name = f"{place}-{hashlib.sha256(body).hexdigest()[:32]}"
    copies = {"br": folder / f"{name}.br", "gzip": folder / f"{name}.gz"}
    if not all(copy.exists() for copy in copies.values()):
        folder.mkdir(exist_ok=True)
        for old in folder.glob(f"{place}-*"):
            if not old.name.startswith(name):
                old.unlink(missing_ok=True)
        quality = 11 if len(body) <= THOROUGH else 6
        _write(copies["br"], brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))
        _write(copies["gzip"], gzip.compress(body, 9, mtime=0))
    return {encoding: str(copy) for encoding, copy in copies.items()}


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all: another process or thread may be doing the same."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    scratch.write_bytes(body)
    scratch.replace(path)


def _reads_packed(request: HttpRequest) -> bool:
    reads = request.headers.get("Accept-Encoding", "")
    return "br" in reads or "gzip" in reads
