"""The policy: what a shop promises, as values; and whether something asked of it may be done.

    policy = load("policies/celloramatech")          Policy, or PolicyError with every problem found
    translate(policy, "policies/celloramatech", "de")  the same rules in other words, whole or PolicyError
    decide(policy, ask, facts)                       Allowed(clause, fields, basis) or Refused(clause, code, reason)

Pure Python. Nothing here knows a framework, a database or a clock.
"""

from .asking import Actor, ActorKind, Allowed, Ask, Decision, Facts, Refused, State, Verb
from .calendar import months_before
from .contents import Policy
from .decide import decide
from .earnest import in_earnest
from .load import load
from .placeholders import fill
from .problems import PolicyError, Problem
from .published import PublishedClause, PublishedSection, anchor, published
from .saying import FIRST, Saying, midway
from .translating import languages, translate
from .values import (
    Channel,
    Clause,
    Consent,
    Controller,
    Cookie,
    Deadline,
    Embargo,
    Family,
    Field,
    Jurisdiction,
    Kind,
    Left,
    Linked,
    Model,
    Purpose,
    Recipient,
    Retention,
    Role,
    Section,
    Service,
    Source,
    Term,
)

__all__ = [
    "FIRST",
    "Actor",
    "ActorKind",
    "Allowed",
    "Ask",
    "Channel",
    "Clause",
    "Consent",
    "Controller",
    "Cookie",
    "Deadline",
    "Decision",
    "Embargo",
    "Facts",
    "Family",
    "Field",
    "Jurisdiction",
    "Kind",
    "Left",
    "Linked",
    "Model",
    "Policy",
    "PolicyError",
    "Problem",
    "PublishedClause",
    "PublishedSection",
    "Purpose",
    "Recipient",
    "Refused",
    "Retention",
    "Role",
    "Saying",
    "Section",
    "Service",
    "Source",
    "State",
    "Term",
    "Verb",
    "anchor",
    "decide",
    "fill",
    "in_earnest",
    "languages",
    "load",
    "midway",
    "months_before",
    "published",
    "translate",
]
