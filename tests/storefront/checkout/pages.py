"""A shopper who uses nothing but the pages: reads what they say, fills in forms, presses buttons."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cast import ADA, Customer

HOST = "localhost"


class Shopper:
    """One browser. `page` is the text of the last answer, `answer` the answer itself."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(HTTP_HOST=HOST, headers={"origin": f"http://{HOST}", **headers})
        self.answer: HttpResponse

    @property
    def page(self) -> str:
        return self.answer.content.decode()

    @property
    def went_to(self) -> str:
        return str(self.answer.headers.get("Location", ""))

    def look(self, path: str) -> str:
        self.answer = self.client.get(path.removeprefix(f"http://{HOST}"))
        return self.page

    def press(self, path: str, **typed: Any) -> str:
        self.answer = self.client.post(path.removeprefix(f"http://{HOST}"), typed)
        return self.page

    def takes(self, variant: Any, quantity: int = 1) -> Shopper:
        self.press("/basket/add/", variant=str(variant.ref), quantity=quantity)
        return self

    def form(self, customer: Customer = ADA, **changes: str) -> dict[str, str]:
        """The checkout's form, read from its page and filled in."""
        hidden = dict(re.findall(r'<input type="hidden" name="(key|seen|terms_version)" value="([^"]*)"', self.page))
        method = re.search(r'name="method" value="([^"]*)" checked', self.page)
        return {
            **hidden,
            "terms": "on",
            "method": unescape(method.group(1)) if method else "",
            "name": customer.name,
            "email": customer.email,
            "telephone": customer.telephone,
            **{f"delivery-{field}": value for field, value in customer.address.items() if field != "name"},
            **changes,
        }

    def orders(self, customer: Customer = ADA, **changes: str) -> Shopper:
        self.look("/checkout/")
        self.press("/checkout/", **self.form(customer, **changes))
        return self
