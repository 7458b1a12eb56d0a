"""The one door to personal data. Its verbs decide, record, and only then open, tell or change anything.

Call them as `gate.use(...)`, by the module, so that a test can make any of them refuse.
"""

from troth.policy import Actor, Decision, State

from .account_address import aliased, settle_address
from .accounts import (
    account_of_person,
    bind_account,
    grant_role,
    parties_of,
    person_of_account,
    person_of_party,
    persons_of_parties,
    revoke_role,
    roles_of,
)
from .actors import employee, system, the_person
from .addresses import (
    address_behind,
    alias_at,
    aliases_of,
    guests_at,
    guests_beside,
    is_alias,
    new_alias,
    person_behind,
    persons_at,
)
from .audience import Audience, audience
from .behind import Behind, behind
from .choose import choose, choose_all, close, may_reach, reopen, restrict, standing, unrestrict
from .collect import collect
from .discard import discard, forget_unfinished
from .disclose import disclose, outcome
from .erase import Plan, PlanLine, erase, erasure_plan
from .errors import GateError, InsideShopWork, NotDeclared, Refused
from .expire import ClockJumped, check_clock, expire
from .few import FEW, Figures
from .figures import buyers, customers_by
from .hand_over import Export, Line, NotYetProtected, export, proof, timeline
from .ids import PartyId, PersonId, RecordId, Whose
from .inforce import policy
from .known import ChoiceLine, Standing
from .opened import Grant, Opened, OpenedRecord, Payload, Personal, Unspeakable, Withheld
from .taking import Collected
from .use import use, use_each
from .work import together

__all__ = [
    "FEW",
    "Actor",
    "Audience",
    "Behind",
    "ChoiceLine",
    "ClockJumped",
    "Collected",
    "Decision",
    "Export",
    "Figures",
    "GateError",
    "Grant",
    "InsideShopWork",
    "Line",
    "NotDeclared",
    "NotYetProtected",
    "Opened",
    "OpenedRecord",
    "PartyId",
    "Payload",
    "PersonId",
    "Personal",
    "Plan",
    "PlanLine",
    "RecordId",
    "Refused",
    "Standing",
    "State",
    "Unspeakable",
    "Whose",
    "Withheld",
    "account_of_person",
    "address_behind",
    "alias_at",
    "aliased",
    "aliases_of",
    "audience",
    "behind",
    "bind_account",
    "buyers",
    "check_clock",
    "choose",
    "choose_all",
    "close",
    "collect",
    "customers_by",
    "discard",
    "disclose",
    "employee",
    "erase",
    "erasure_plan",
    "expire",
    "export",
    "forget_unfinished",
    "grant_role",
    "guests_at",
    "guests_beside",
    "is_alias",
    "may_reach",
    "new_alias",
    "outcome",
    "parties_of",
    "person_behind",
    "person_of_account",
    "person_of_party",
    "persons_at",
    "persons_of_parties",
    "policy",
    "proof",
    "reopen",
    "restrict",
    "revoke_role",
    "roles_of",
    "settle_address",
    "standing",
    "system",
    "the_person",
    "timeline",
    "together",
    "unrestrict",
    "use",
    "use_each",
]
