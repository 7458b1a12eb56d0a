"""A browser as small as it can be: one kept connection, cookies, redirects, the first form of a page."""

from __future__ import annotations

import html
import http.client
import re
import socket
from urllib.parse import urlencode, urljoin, urlsplit

_INPUT = re.compile(r"<input\b[^>]*>")
_NAMED = re.compile(r'\b(name|value|type)="([^"]*)"')


class Unexpected(Exception):
    """The shop answered something else than it should."""


class Browser:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {"Accept-Encoding": "identity"}
        self.path, self.text, self.requests = "/", "", 0
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> int:
        """One request, no redirects; the status."""
        status, _, body = self._once("GET", path)
        self.path, self.text = path, body
        return status

    def visit(self, path: str) -> str:
        return self._go("GET", path, None)

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Post a form from the page one is on."""
        return self._go("POST", path, fields)

    def field(self, name: str) -> str:
        """The value of the first input of that name on the page. Raises Unexpected."""
        for tag in _INPUT.findall(self.text):
            told = dict(_NAMED.findall(tag))
            if told.get("name") == name:
                return html.unescape(told.get("value", ""))
        raise Unexpected(f"no field {name!r} on {self.path}")

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _go(self, method: str, path: str, fields: dict[str, str] | None) -> str:
        status, onward, body = self._once(method, path, fields)
        for _ in range(8):
            if status not in (301, 302, 303):
                break
            whole = urlsplit(urljoin(path, onward))
            path = whole.path + (f"?{whole.query}" if whole.query else "")
            status, onward, body = self._once("GET", path)
        self.path, self.text = path, body
        if status != 200:
            raise Unexpected(f"{method} {path}: {status}\n{re.sub(r'<[^>]+>|\s+', ' ', body)[:800]}")
        return body

    def _once(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        here = f"http://127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **self.headers}
        data = None
        if fields is not None:
            data = urlencode(fields).encode()
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": here}
            headers["Referer"] = here + self.path
        response = self._answer(method, path, data, headers)
        body = response.read().decode()
        self.requests += 1
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        return response.status, response.getheader("Location", ""), body

    def _answer(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        for last in (False, True):
            fresh = self._line is None
            try:
                self._line = self._line or self._connected()
                self._line.request(method, path, data, headers)
                return self._line.getresponse()
            except (http.client.HTTPException, ConnectionError):
                self.close()
                if fresh or last:
                    raise
        raise AssertionError

    def _connected(self) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _keep(self, cookie: str) -> None:
        name, _, rest = cookie.partition("=")
        value = rest.split(";", 1)[0]
        if "max-age=0" in cookie.lower() or not value.strip('"'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
