"""Which services this shop offers: those of its settings that its policy declares, and in practice a stand-in."""

from __future__ import annotations

from django.conf import settings

from troth import gate

from . import practice
from .asking import Service
from .oidc import OpenIdConnect, origin


def offered() -> tuple[str, ...]:
    """Their names, in the policy's order. One that the policy does not declare would learn who comes here: it is not offered."""
    known = {*settings.TROTH.sign_in, *((practice.NAME,) if settings.TROTH.practice else ())}
    policy = gate.policy()
    declared = (name for name, each in policy.recipients.items() if policy.clauses[each.clause].built)
    return tuple(name for name in declared if name in known)


def service(name: str) -> Service:
    """Raises LookupError where it is not offered."""
    if name not in offered():
        raise LookupError("no such service")
    account = settings.TROTH.sign_in.get(name)
    if account is None:
        return practice.Doorkeeper()
    return OpenIdConnect(
        account.issuer, account.client_id, account.client_secret, account.page or origin(account.issuer)
    )


def pages() -> tuple[str, ...]:
    """The origins that a press of their buttons may lead to."""
    return tuple(dict.fromkeys(page for name in offered() if (page := service(name).page)))
