"""The jobs there are, as the policy has them, and who holds which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from troth import gate

from .at_work import AtWork

MANAGING = "manage_staff"


@dataclass(frozen=True, slots=True)
class Job:
    """A role: what it is called, the purposes that come with it, and those that want a reason each time."""

    role: str
    label: str
    purposes: tuple[str, ...]
    with_reason: tuple[str, ...]


def all_of_them() -> tuple[Job, ...]:
    policy = gate.policy()

    def words(names: Iterable[str]) -> tuple[str, ...]:
        known = policy.purposes
        return tuple(known[name].for_staff for name in sorted(names, key=list(known).index) if known[name].in_force)

    return tuple(
        Job(name, role.label, words(role.purposes), words(role.with_reason)) for name, role in policy.roles.items()
    )


def held_by(account: int) -> frozenset[str]:
    return gate.roles_of(account)


def manages(roles: Iterable[str]) -> bool:
    known = gate.policy().roles
    return any(MANAGING in known[name].purposes for name in roles if name in known)


def manager(by: AtWork) -> None:
    """Raises `gate.Refused` unless managing staff is their job."""
    if not by.manages_staff:
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])
