"""What a page weighs without its pictures: HTML, style sheets, scripts and fonts, raw and as they travel."""

from __future__ import annotations

import gzip
import http.client
import re
from typing import Any

from .server import Server

_LINKED = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="(/[^"?]+\.(?:css|js|woff2)[^"]*)"')
PAGES = ("home", "category", "product", "search", "basket")


def weights(server: Server, filled: dict[str, Any]) -> list[dict[str, Any]]:
    paths = {
        "home": "/",
        "category": filled["category"][0],
        "product": filled["product"][0],
        "search": "/search/?q=beaker",
        "basket": "/basket/",
    }
    return [_weight(server.port, name, paths[name]) for name in PAGES]


def _weight(port: int, name: str, path: str) -> dict[str, Any]:
    html, travelled = _fetched(port, path)
    linked = dict.fromkeys(_LINKED.findall(html.decode()))
    parts = [_fetched(port, each) for each in linked]
    scripts = [part for each, part in zip(linked, parts, strict=True) if ".js" in each]
    return {
        "page": name,
        "HTML kB": _kb(len(html)),
        "HTML kB compressed": _kb(travelled),
        "CSS and JS kB": _kb(sum(len(body) for body, _ in parts)),
        "all kB compressed": _kb(travelled + sum(size for _, size in parts)),
        "of that scripts": _kb(sum(size for _, size in scripts)),
        "files": 1 + len(linked),
    }


def _fetched(port: int, path: str) -> tuple[bytes, int]:
    """The body, and its size on the wire."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            return gzip.decompress(body), len(body)
        return body, len(body)
    finally:
        line.close()


def _kb(size: int) -> float:
    return round(size / 1000, 1)
