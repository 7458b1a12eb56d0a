"""`give_figures`: may a partner be told a figure about nobody? Decided and recorded as a disclosure, before it is made."""

from __future__ import annotations

import secrets
import uuid

from troth.policy import Actor, Ask, Verb, decide
from troth.policy import Refused as RefusedDecision

from . import entries
from .errors import NotDeclared, Refused
from .inforce import policy
from .known import newcomer
from .work import vault_work

KIND = "figures"


def give_figures(figure: str, *, purpose: str, recipient: str, actor: Actor) -> uuid.UUID:
    """The entry, for `outcome`. It is about nobody, so no timeline has it. Raises `Refused` and NotDeclared."""
    if recipient not in policy().recipients:
        raise NotDeclared("recipient", recipient)
    if figure not in policy().kinds[KIND].fields:
        raise NotDeclared("figure", figure)
    ask = Ask(Verb.DISCLOSE, purpose, actor, KIND, frozenset([figure]), recipient=recipient)
    with vault_work():
        decision = decide(policy(), ask, newcomer().facts())
        named = () if isinstance(decision, RefusedDecision) else (figure,)
        entry = entries.write(secrets.token_hex(16), entries.body(ask, decision, named))
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    return uuid.UUID(entry.token)
