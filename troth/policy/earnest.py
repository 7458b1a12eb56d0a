"""The policy as a live shop has it: without what is there for practice only."""

from __future__ import annotations

from dataclasses import replace

from .contents import Policy


def in_earnest(policy: Policy) -> Policy:
    """The same policy, of the same version, without services at the practice host, whose they are, and other parties of practice."""
    services = {name: each for name, each in policy.services.items() if not each.practice}
    gone = {each.recipient for each in policy.services.values() if each.practice}
    kept = {name: each for name, each in policy.recipients.items() if name not in gone and not each.practice}
    return replace(policy, services=services, recipients=kept)
