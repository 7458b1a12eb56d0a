"""A program that buys for the cast: nothing but requests and what their answers say."""

from __future__ import annotations

from typing import Any

from tests.api.shop import ask
from tests.cast import ADA, Customer
from troth.catalog.models import Variant
from troth.orders import numbers


def filled(variant: Variant, quantity: int = 1, token: str = "") -> str:
    """The token of a basket with that in it."""
    answer = ask(f"/basket/lines/{variant.ref}", "PUT", {"quantity": quantity}, basket_token=token)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["token"])


def quoted(token: str, customer: Customer = ADA, **more: str) -> dict[str, Any]:
    where = {"country": customer.country, "region": customer.region, **more}
    answer = ask("/basket/quote", "POST", where, basket_token=token)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def order_for(token: str, customer: Customer = ADA, **changes: Any) -> dict[str, Any]:
    """The body of an order, made of what the quote said and what the customer tells."""
    return order_by_quote(quoted(token, customer), customer, **changes)


def order_by_quote(told: dict[str, Any], customer: Customer = ADA, **changes: Any) -> dict[str, Any]:
    method = told["methods"][0]
    return {
        "seen": told["seen"],
        "method": method["code"],
        "price": method["price"],
        "total": method["total"]["amount"],
        "terms": told["terms"]["version"] if told["terms"] else "",
        "contact": {"name": customer.name, "email": customer.email, "telephone": customer.telephone},
        "delivery": {name: line for name, line in customer.address.items() if line and name != "name"},
        **changes,
    }


def placed(token: str, body: dict[str, Any], key: str = "") -> Any:
    return ask("/orders", "POST", body, basket_token=token, idempotency_key=key or numbers.secret())
