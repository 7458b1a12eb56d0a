"""How a list is narrowed in its address, and the ways out again: plain links and one form with GET.

`?f=Volume:50 mL&f=Material:Glass&maker=Corbel&from=5&to=20.50&stock=1`: letters that may be sent to a colleague.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from troth.catalog.facets.shown import Asked, Facets

MOST_ANSWERS = 30
LONGEST_ANSWER = 200
KEPT_ANSWERS = 2  # pages narrowed further than this are made for the one who asks, and not kept
_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})?")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing chosen, in words, and the address of the list without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the page's form shows. `keep`: what belongs to the list itself (words looked for, order), as hidden fields;
    `also`: what is chosen, for forms that change something else. `clear`: the address with nothing chosen."""

    facets: Facets
    chosen: tuple[Chosen, ...]
    clear: str
    keep: Pairs
    also: Pairs
    least: str
    most: str


def asked_narrowing(query: QueryDict) -> Asked:
    """Nonsense is left out; an amount too many turned round."""
    least, most = _amount(query.get("from", "")), _amount(query.get("to", ""))
    if least is not None and most is not None and least > most:
        least, most = most, least
    return Asked(
        answers=frozenset(_answers(query.getlist("f"))),
        makers=frozenset(text[:LONGEST_ANSWER] for text in query.getlist("maker")[:MOST_ANSWERS] if text),
        least=least,
        most=most,
        available=query.get("stock") == "1",
    )


def may_be_kept(asked: Asked, understood: Asked) -> bool:
    """Whether the page is worth keeping for others: few choices, all known to the list, and no typed amounts."""
    typed = asked.least is not None or asked.most is not None
    return asked == understood and not typed and len(_pairs(asked)) <= KEPT_ANSWERS


def pairs(asked: Asked) -> Pairs:
    """What is chosen, as the address says it; in an order of its own, so that one choice has one address."""
    return _pairs(asked)


def narrowing(facets: Facets, keep: Pairs) -> Narrowing:
    asked = facets.asked
    also = _pairs(asked)
    return Narrowing(
        facets=facets,
        chosen=tuple(Chosen(_label(pair, facets), _href(_without(keep + also, pair))) for pair in also),
        clear=_href(keep),
        keep=keep,
        also=also,
        least="" if asked.least is None else str(asked.least),
        most="" if asked.most is None else str(asked.most),
    )


def _answers(texts: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for text in texts[:MOST_ANSWERS]:
        name, colon, value = text[:LONGEST_ANSWER].partition(":")
        if colon and name and value:
            found.append((name, value))
    return found


def _amount(text: str) -> Decimal | None:
    cleaned = text.strip()
    return Decimal(cleaned.replace(",", ".")) if _AMOUNT.fullmatch(cleaned) else None


def _pairs(asked: Asked) -> Pairs:
    told = [("f", f"{name}:{value}") for name, value in sorted(asked.answers)]
    told += [("maker", maker) for maker in sorted(asked.makers)]
    told += [(name, str(amount)) for name, amount in (("from", asked.least), ("to", asked.most)) if amount is not None]
    return (*told, ("stock", "1")) if asked.available else tuple(told)


def _label(pair: tuple[str, str], facets: Facets) -> str:
    name, value = pair
    if name == "f":
        return value.replace(":", ": ", 1)
    if name == "stock":
        return gettext("Can be had now")
    if name == "maker":
        return value
    currency = facets.price.least.currency if facets.price else ""
    words = gettext("From %(amount)s %(currency)s") if name == "from" else gettext("Up to %(amount)s %(currency)s")
    return (words % {"amount": value, "currency": currency}).strip()


def _without(told: Pairs, pair: tuple[str, str]) -> Pairs:
    return tuple(other for other in told if other != pair)


def _href(told: Pairs) -> str:
    return "?" + urlencode(told)
