"""The double's HTTP side: the API under `/v1`, the payment page under `/c/pay`."""

from __future__ import annotations

import json
import re
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .books import GOOD, Books, Refusal, Thing
from .page import shown
from .post import Post
from .wire import nested

LISTS = {
    "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "events": "event",
}
_ONE = re.compile(
    r"/v1/(checkout/sessions|payment_intents|charges|refunds|disputes|events)/([A-Za-z0-9_]+)(/expire)?\Z"
)
_PAY = re.compile(r"/c/pay/([A-Za-z0-9_]+)\Z")


class StripeDouble:
    """`requests`: what came in, as (method, path, fields). `fault`: see `break_next`."""

    def __init__(self) -> None:
        self.books = Books()
        self.key, self.secret = f"sk_test_{secrets.token_hex(12)}", f"whsec_{secrets.token_hex(16)}"
        self.post = Post(self.books, [self.secret])
        self.requests: list[tuple[str, str, Thing, dict[str, str]]] = []
        self.idempotent = True
        self._kept: dict[str, tuple[str, int, Thing]] = {}
        self._busy: set[str] = set()
        self._faults: list[tuple[str, str]] = []
        self._server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        return self.books.address

    def start(self, port: int = 0) -> StripeDouble:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.books.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def pay(self, session: str, card: str = GOOD) -> bool:
        return self.books.pay(session, card)

    def forget_keys(self) -> None:
        """A day has passed: what was asked under a key before is asked anew."""
        self._kept.clear()

    def break_next(self, path: str, how: str) -> None:
        """The next request to the path fails: "before" it is carried out, "after", or with "refused"."""
        self._faults.append((path, how))

    # answering

    def answer(self, method: str, target: str, body: str, headers: dict[str, str]) -> tuple[int, Thing]:
        path = urlsplit(target).path
        told = nested(body if method == "POST" else urlsplit(target).query)
        self.requests.append((method, path, told, headers))
        if headers.get("authorization") != f"Bearer {self.key}":
            return 401, _error(Refusal("Invalid API Key provided.", 401))
        how = self._fault(path)
        if how in ("before", "refused"):
            refusal = (
                Refusal("Something went wrong.", 500, "api_error") if how == "before" else Refusal("No.", code="no")
            )
            return refusal.status, _error(refusal)
        status, answer = self._once(method, path, told, headers.get("idempotency-key", ""))
        return (500, _error(Refusal("Something went wrong.", 500, "api_error"))) if how == "after" else (status, answer)

    def _fault(self, path: str) -> str:
        for place, (where, how) in enumerate(self._faults):
            if path.startswith(where):
                del self._faults[place]
                return how
        return ""

    def _once(self, method: str, path: str, told: Thing, key: str) -> tuple[int, Thing]:
        """One key, one outcome; the same key with other words is an error, and so is one that is under way."""
        if method != "POST" or not key or not self.idempotent:
            return self._carried_out(method, path, told)
        print_ = json.dumps([path, told], sort_keys=True)
        with self.books.lock:
            if key in self._busy:
                return 409, _error(Refusal("Under way.", 409, "idempotency_error", "idempotency_key_in_use"))
            if key in self._kept:
                before, status, answer = self._kept[key]
                if before != print_:
                    says = "Keys for idempotent requests can only be used with the same parameters."
                    return 400, _error(Refusal(says, 400, "idempotency_error"))
                return status, answer
            self._busy.add(key)
        try:
            status, answer = self._carried_out(method, path, told)
            if status != 400:  # what fails validation is not kept
                self._kept[key] = (print_, status, answer)
            return status, answer
        finally:
            self._busy.discard(key)

    def _carried_out(self, method: str, path: str, told: Thing) -> tuple[int, Thing]:
        with self.books.lock:
            try:
                return 200, json.loads(json.dumps(self._act(method, path, told)))
            except Refusal as refusal:
                return refusal.status, _error(refusal)

    def _act(self, method: str, path: str, told: Thing) -> Thing:
        if method == "POST" and path == "/v1/checkout/sessions":
            return self.books.open_session(told)
        if method == "POST" and path == "/v1/refunds":
            return self.books.refund(told)
        if one := _ONE.match(path):
            kind = LISTS[one[1]]
            if method == "POST" and one[3] and kind == "checkout.session":
                return self.books.expire_session(one[2])
            if method == "GET" and not one[3]:
                return self._expanded(self.books.get(kind, one[2]), told.get("expand", []))
        if method == "GET" and (kind := LISTS.get(path.removeprefix("/v1/"), "")):
            return self._list(kind, path, told)
        raise Refusal(f"Unrecognized request URL ({method}: {path}).", 404)

    def _list(self, kind: str, path: str, told: Thing) -> Thing:
        found = list(self.books.all(kind))
        if "gte" in told.get("created", {}):
            found = [each for each in found if each["created"] >= int(told["created"]["gte"])]
        if "payment_intent" in told:
            found = [each for each in found if each["payment_intent"] == told["payment_intent"]]
        if "starting_after" in told:
            names = [each["id"] for each in found]
            found = found[names.index(told["starting_after"]) + 1 :]
        limit = int(told.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Refusal("Invalid limit.", param="limit")
        inner = [each.removeprefix("data.") for each in told.get("expand", [])]
        data = [self._expanded(each, inner) for each in found[:limit]]
        return {"object": "list", "url": path, "has_more": len(found) > limit, "data": data}

    def _expanded(self, thing: Thing, paths: list[str]) -> Thing:
        thing = dict(thing)
        for path in paths:
            name, _dot, rest = path.partition(".")
            kind = "charge" if name == "latest_charge" else name
            if isinstance(thing.get(name), str):
                thing[name] = self._expanded(self.books.get(kind, thing[name]), [rest] if rest else [])
        return thing


def _error(refusal: Refusal) -> Thing:
    return {"error": refusal.error}


def _handler(double: StripeDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._do("GET")

        def do_POST(self) -> None:
            self._do("POST")

        def _do(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            if found := _PAY.match(urlsplit(self.path).path):
                self._page(method, found[1], body)
                return
            if not self.path.startswith("/v1/"):  # what browsers ask for by themselves
                self._send(404, "", "text/plain")
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = double.answer(method, self.path, body, headers)
            self._send(status, json.dumps(answer), "application/json")
            if not double.post.held and double.post.to:
                threading.Thread(target=double.post.deliver, daemon=True).start()

        def _page(self, method: str, name: str, body: str) -> None:
            try:
                session = double.books.get("checkout.session", name)
                said = ""
                if method == "POST" and session["status"] == "open":
                    card = re.sub(r"\D", "", parse_qs(body).get("card", [""])[0])
                    if double.pay(name, card):
                        if not double.post.held and double.post.to:
                            double.post.deliver()
                        self._send(303, "", "text/html", Location=session["success_url"])
                        return
                    said = "Your card was declined. Try another one."
                self._send(200, shown(session, said), "text/html; charset=utf-8")
            except Refusal:
                self._send(404, "No such page", "text/plain")

        def _send(self, status: int, body: str, kind: str, **headers: str) -> None:
            told = body.encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(told)),
                "Request-Id": "req_1",
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the requests are kept instead."""

    return Handler
