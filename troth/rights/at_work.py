"""Who is at work: an employee, their jobs, and what those include. Read from the vault, so that a word there binds at once."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate


@dataclass(frozen=True, slots=True)
class AtWork:
    """`actor` is what verbs take. The questions only decide what a screen offers; the gate decides what it shows."""

    account: int
    actor: gate.Actor
    purposes: frozenset[str]

    @property
    def roles(self) -> frozenset[str]:
        return self.actor.roles

    @property
    def jobs(self) -> tuple[str, ...]:
        """Names of the jobs, for people to read."""
        return tuple(role.label for name, role in gate.policy().roles.items() if name in self.roles)

    @property
    def sends_orders(self) -> bool:
        return "fulfil_order" in self.purposes

    @property
    def mends_orders(self) -> bool:
        return "resolve_order_problem" in self.purposes

    @property
    def helps_people(self) -> bool:
        return "customer_support" in self.purposes

    @property
    def answers_requests(self) -> bool:
        return "rights_request" in self.purposes

    @property
    def bills(self) -> bool:
        return bool({"billing", "comply_with_law"} & self.purposes)

    @property
    def keeps_books(self) -> bool:
        return "billing" in self.purposes

    @property
    def collects_debts(self) -> bool:
        return "collect_debt" in self.purposes

    @property
    def manages_staff(self) -> bool:
        return "manage_staff" in self.purposes

    @property
    def looks_people_up(self) -> bool:
        return self.helps_people or self.answers_requests

    @property
    def looks_after_the_site(self) -> bool:
        return "administer_site" in self.purposes

    @property
    def promotes(self) -> bool:
        return "internal_marketing" in self.purposes


def at_work(account: int) -> AtWork:
    """The employee behind an account. Somebody without a job, superusers included, is at work and may see nothing."""
    actor, roles = gate.employee(account), gate.policy().roles
    purposes = frozenset().union(*(roles[name].purposes for name in actor.roles if name in roles))
    return AtWork(account, actor, purposes)
