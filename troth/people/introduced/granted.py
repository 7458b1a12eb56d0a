"""What a service may tell, as the policy has it: fields an account's purpose takes in by this door."""

from __future__ import annotations

from troth import gate
from troth.people import reasons
from troth.recipients import sign_in

SOURCE = "social_login"
PURPOSE = "account"


def names() -> frozenset[str]:
    """Of `sign_in.GRANTABLE`. Empty where the policy has closed the door: then there is nobody to introduce."""
    policy = gate.policy()
    collects = policy.purposes[PURPOSE].collects
    if not policy.sources[SOURCE].in_force:
        return frozenset()
    return frozenset(name for name in sign_in.GRANTABLE if SOURCE in collects.get(name, ()))


def labels() -> tuple[str, ...]:
    """What they are called, for the sentence beside the button."""
    granted = names()
    return tuple(reasons.declared(name)[name].label for name in sign_in.GRANTABLE if name in granted)
