"""What happened to an order, as the office tells it, as its page tells it, and as My privacy tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.browser.visitor import Visitor

_OFFICE = """all => all.map(each => [each.querySelector("time").dateTime, each.querySelector("span").textContent])"""
_ORDER = """all => all.map(each => [each.querySelector("time").dateTime, each.querySelector(".timeline__what").textContent])"""
_PRIVACY = """all => all.map(each => [each.querySelector("time").dateTime,
  each.querySelector(".timeline__what").textContent, each.querySelector(".chip--clause").textContent, each.textContent])"""


@dataclass(frozen=True)
class Line:
    """`clause` and `more` (all the words of the line) on My privacy only."""

    at: datetime
    what: str
    clause: str = ""
    more: str = ""


def of_the_office(who: Visitor) -> list[Line]:
    """On an order's screen; oldest first."""
    return _lines(who, ".office-story li", _OFFICE)[::-1]


def of_the_order(who: Visitor) -> list[Line]:
    """On the customer's page of the order; oldest first."""
    return _lines(who, "[aria-labelledby=story] .timeline__item", _ORDER)


def told_to_the_customer(who: Visitor, number: str) -> list[Line]:
    """All that My privacy says about this order, page after page; oldest first."""
    who.goes_to("/my/privacy/uses/")
    lines = _lines(who, ".timeline__item:has(> time)", _PRIVACY)
    while (earlier := who.page.get_by_role("link", name="Earlier")).count():
        who.goes_to(f"/my/privacy/uses/{earlier.get_attribute('href')}")
        lines += _lines(who, ".timeline__item:has(> time)", _PRIVACY)
    return [line for line in reversed(lines) if number in line.more]


def _lines(who: Visitor, where: str, how: str) -> list[Line]:
    found: list[list[Any]] = who.page.locator(where).evaluate_all(how)
    return [Line(datetime.fromisoformat(at), *(" ".join(words.split()) for words in rest)) for at, *rest in found]
