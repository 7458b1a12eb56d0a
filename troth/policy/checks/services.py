"""Services of outside parties: each is chosen, says whose it is, and is loaded from where it is declared to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..layout import LOADED_BY
from ..prose import Prose
from ..shape import Reading
from ..values import PRACTICE_HOST

Document = Mapping[str, Any]


def services_hold(document: Document, prose: Prose, reading: Reading) -> None:
    for name, service in document["services"].items():
        for trouble, remedy in _troubles(service, document):
            reading.wrong_at(("services", name), f"The service '{name}' {trouble}.", remedy)


def _troubles(service: Mapping[str, Any], document: Document) -> Iterator[tuple[str, str]]:
    choice = document["purposes"][service["purpose"]]["choice"]
    if service["category"] != choice:
        remedy = "Name a purpose whose choice is that category, so that a visitor's yes is a yes to it."
        yield f"is {service['category']}, but its purpose says otherwise", remedy
    if document["recipients"][service["recipient"]]["told"]:
        remedy = "Give it a recipient of its own that is told nothing."
        yield "belongs to a recipient that is told what the shop knows of people", remedy
    yield from _places(service)
    for cookie, left in service["cookies"].items():
        if left["at"] == "shop" and cookie in document["cookies"]:
            yield f"leaves a cookie '{cookie}', which is the shop's own", "Declare it in one place only."


def _places(service: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    directive, origin = LOADED_BY[service["kind"]], origin_of(service["address"])
    if origin not in service["hosts"].get(directive, ()):
        remedy = f"List {origin} under 'hosts: {directive}'."
        yield "is loaded from a host that it does not declare", remedy
    origins = {each for listed in service["hosts"].values() for each in listed}
    if PRACTICE_HOST in origins and len(origins) > 1:
        yield "is at the practice host and at others", "Make two services of it."
    if "{what}" in service["address"] and service["kind"] != "embed":
        yield "has a piece to choose, which only an embed has", "Take {what} out of its address."


def origin_of(address: str) -> str:
    """ "https://media.example.com" of an address there; "practice" of one at the practice host."""
    scheme, separator, rest = address.rpartition("://")
    return scheme + separator + rest.partition("/")[0]


def services_are_whole(document: Document, prose: Prose, reading: Reading) -> None:
    """A recipient that only stands behind practice services is one of practice, and no job of it is in the words."""
    for name, service in document["services"].items():
        others = [other for other in document["services"].values() if other["recipient"] == service["recipient"]]
        if len({_practises(other) for other in others}) > 1:
            says = f"'{service['recipient']}' stands behind services of practice and of earnest."
            reading.wrong_at(("services", name, "recipient"), says, "Name two recipients.")


def _practises(service: Mapping[str, Any]) -> bool:
    return origin_of(service["address"]) == PRACTICE_HOST
