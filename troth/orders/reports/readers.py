"""Whose job it is to read the shop's figures. What concerns people asks the gate besides."""

from __future__ import annotations

from troth import gate

from .. import jobs

PURPOSES = ("fulfil_order", "billing", "internal_marketing", "aggregate_figures")
PEOPLE = "aggregate_figures"


def may_read(actor: gate.Actor) -> bool:
    return any(jobs.includes(actor, purpose) for purpose in PURPOSES)


def may_count_people(actor: gate.Actor) -> bool:
    return jobs.includes(actor, PEOPLE)


def check(actor: gate.Actor, *, people: bool = False) -> None:
    """`people`: for figures about people and their visits. Raises `gate.Refused`."""
    if not (may_count_people(actor) if people else may_read(actor)):
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])
