"""Webhooks on their way: signed as Stripe signs them, and as unreliable as a test wants them."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from .books import Books

Event = dict[str, Any]


class Post:
    """`to`: where words go; "" for nowhere by themselves. `copies`: how often each is sent. `lost`: which never leave.

    `held`: while True nothing leaves; `deliver` then sends what waits, in the order it is told to.
    """

    def __init__(self, books: Books, secrets: list[str]) -> None:
        self.books, self.secrets = books, secrets
        self.to, self.copies, self.held = "", 1, True
        self.lost: Callable[[Event], bool] = lambda event: False
        self.taken: set[str] = set()

    def waiting(self) -> list[Event]:
        """What the shop has not taken, oldest first, without what is lost."""
        with self.books.lock:
            events = list(self.books.things["event"].values())
        return [event for event in events if event["id"] not in self.taken and not self.lost(event)]

    def webhook(self, event: Event, at: int | None = None) -> tuple[bytes, dict[str, str]]:
        """Body and headers; signed under every secret, as while one is being rolled."""
        body, at = json.dumps(event).encode(), int(time.time()) if at is None else at
        marks = [hmac.new(each.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest() for each in self.secrets]
        head = ",".join([f"t={at}", *(f"v1={mark}" for mark in marks), f"v0={'0' * 64}"])
        return body, {"Stripe-Signature": head, "Content-Type": "application/json; charset=utf-8"}

    def deliver(
        self, events: list[Event] | None = None, take: Callable[[bytes, dict[str, str]], int] | None = None
    ) -> None:
        """Send what waits (or these, in this order); what is answered with anything but 2xx waits on."""
        for event in self.waiting() if events is None else events:
            body, headers = self.webhook(event)
            for _copy in range(self.copies):
                if 200 <= (take or self._send)(body, headers) < 300:
                    self.taken.add(event["id"])

    def _send(self, body: bytes, headers: dict[str, str]) -> int:
        there = urlsplit(self.to)
        line = http.client.HTTPConnection(there.hostname or "", there.port, timeout=10)
        try:
            line.request("POST", there.path, body, headers)
            return line.getresponse().status
        except OSError:
            return 0
        finally:
            line.close()
