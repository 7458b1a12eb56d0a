"""The line to a service: https, no detours, so many bytes in so many seconds, and JSON or nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

PATIENCE: Final = 5.0  # seconds, for the connection and for each piece
IN_ALL: Final = 10.0
LARGEST: Final = 256 * 1024  # bytes; a set of keys has a tenth of it


class NoAnswer(Exception):
    """The service can't be reached, or says something that is no answer. The words are ours, never theirs."""


@sensitive_variables()
def ask(url: str, *, form: Mapping[str, str] | None = None, **how: Any) -> dict[str, Any]:
    """GET, or POST of a form; the JSON object that comes back. `how`: headers and auth. Raises NoAnswer."""
    fitting(url)
    ends = time.monotonic() + IN_ALL
    try:
        with requests.Session() as line:
            line.trust_env = False  # no proxy or password file of the machine has a say in it
            sent = {"timeout": PATIENCE, "allow_redirects": False, "stream": True, **how}
            answer = line.post(url, data=form, **sent) if form is not None else line.get(url, **sent)
            if answer.status_code != requests.codes.ok:
                raise NoAnswer(f"status {answer.status_code}")
            told = json.loads(_read(answer, ends))
    except (requests.RequestException, ValueError, RecursionError):
        raise NoAnswer("no line, or no JSON") from None
    if not isinstance(told, dict):
        raise NoAnswer("no JSON object")
    return told


def fitting(url: object) -> str:
    """An address that may be called: https; in a practice shop also this machine. Raises NoAnswer."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.username is not None or parts.fragment:
        raise NoAnswer("an address that is none")
    at_home = settings.TROTH.practice and host in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and at_home):
        raise NoAnswer("an address without https")
    return parts.geturl()


def _read(answer: requests.Response, ends: float) -> bytes:
    body = bytearray()
    for piece in answer.iter_content(16 * 1024):
        body += piece
        if len(body) > LARGEST or time.monotonic() > ends:
            raise NoAnswer("too much, or too slow")
    return bytes(body)
