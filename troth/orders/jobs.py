"""Whether an employee's job includes what they are about to do to an order, as the policy's roles have it.

Nothing is opened here, so no entry is made. What a job does not include isn't even asked of the gate: the seal in its
place says so. A refusal is recorded when somebody asks, with a reason, and is refused.
"""

from __future__ import annotations

from troth import gate
from troth.policy import ActorKind


def may(actor: gate.Actor, purpose: str = "fulfil_order") -> None:
    """Raises `gate.Refused` unless one of the actor's roles includes the purpose."""
    if not includes(actor, purpose):
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])


def may_look(actor: gate.Actor) -> None:
    """At orders as they stand in the books. Raises `gate.Refused` for an employee without any job."""
    if actor.kind is ActorKind.EMPLOYEE and not any(includes(actor, purpose) for purpose in gate.policy().purposes):
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])


def includes(actor: gate.Actor, purpose: str) -> bool:
    """Whether the purpose comes with the job. People acting on their own data, and the shop, answer to the gate."""
    if actor.kind is not ActorKind.EMPLOYEE:
        return True
    if actor.only is not None and purpose not in actor.only:
        return False
    roles = gate.policy().roles
    return any(purpose in roles[name].purposes for name in actor.roles if name in roles)


def wants_reason(actor: gate.Actor, purpose: str) -> bool:
    """Whether the job includes the purpose, but only with words that say why. A program has none to say."""
    if actor.only is not None:
        return False
    roles = gate.policy().roles
    held = (roles[name] for name in actor.roles if name in roles)
    return not includes(actor, purpose) and any(purpose in role.with_reason for role in held)


def purpose_for(actor: gate.Actor, *purposes: str, reason: str = "") -> str | None:
    """The first of the purposes that comes with the job; with a reason, also one that wants a reason."""
    held = next((purpose for purpose in purposes if includes(actor, purpose)), None)
    if held is None and reason:
        held = next((purpose for purpose in purposes if wants_reason(actor, purpose)), None)
    return held


def seal(actor: gate.Actor, *purposes: str) -> gate.Withheld:
    """What stands in the place of a value that none of the purposes opens for this job."""
    code = "reason_needed" if any(wants_reason(actor, each) for each in purposes) else "actor_without_purpose"
    refusal = gate.policy().refusals[code]
    return gate.Withheld(refusal.clause, refusal.reason)
