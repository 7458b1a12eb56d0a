"""Whose job it is to read the shop's figures. What concerns people asks the gate besides."""

from __future__ import annotations

from collections.abc import Callable

from troth import gate

from .. import jobs

PURPOSES = ("fulfil_order", "billing", "internal_marketing", "aggregate_figures")
PEOPLE = "aggregate_figures"
BOOKS = "billing"
ORDERS = "fulfil_order"


def may_read(actor: gate.Actor) -> bool:
    return any(jobs.includes(actor, purpose) for purpose in PURPOSES)


def may_count_people(actor: gate.Actor) -> bool:
    return jobs.includes(actor, PEOPLE)


def keeps_books(actor: gate.Actor) -> bool:
    """Sums to the cent are for whoever makes out the invoices, and sees each of them anyway."""
    return jobs.includes(actor, BOOKS)


def may_list(actor: gate.Actor) -> bool:
    """A file with a line for each order is no figure (`few`): it is for those who send the orders, and for the books."""
    return jobs.includes(actor, ORDERS) or keeps_books(actor)


def check(may: Callable[[gate.Actor], bool], actor: gate.Actor) -> None:
    """`may`: one of the above. Raises `gate.Refused`."""
    if not may(actor):
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])
