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
    standing_of_account,
)
from .actors import employee, system, the_person
from .addresses import (
    address_behind,
    alias_at,
    aliases_of,
    guests_at,
    guests_beside,
    guests_beside_each,
    is_alias,
    new_alias,
    person_behind,
    persons_at,
)
from .audience import Audience, audience
from .behind import Behind, behind
from .choose import choose, choose_all, close, may_mail, may_reach, reopen, restrict, standing, unrestrict
from .collect import collect
from .discard import discard, discard_all, forget_unfinished
from .disclose import disclose, outcome
from .ended import ended_since
from .erase import Plan, PlanLine, erase, erasure_plan, may_erase
from .errors import GateError, InsideShopWork, NotDeclared, Refused
from .expire import ClockJumped, check_clock, expire
from .few import FEW, Figures, grouped, rounded
from .figures import buyers, customers_by
from .give_figures import give_figures
from .hand_over import Export, Line, NotYetProtected, export, proof, timeline
from .holding import holds, without_a_yes
from .ids import PartyId, PersonId, RecordId, Whose
from .inforce import policy
from .known import ChoiceLine, Standing
from .looking import Looked, look
from .noting import Noted, note
from .opened import Grant, Opened, OpenedRecord, Payload, Personal, Unspeakable, Withheld
from .taking import Collected
from .use import use, use_each
from .witness import Witnessed, proof_of, witness, witnessed
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
    "Looked",
    "NotDeclared",
    "NotYetProtected",
    "Noted",
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
    "Witnessed",
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
    "discard_all",
    "disclose",
    "employee",
    "ended_since",
    "erase",
    "erasure_plan",
    "expire",
    "export",
    "forget_unfinished",
    "give_figures",
    "grant_role",
    "grouped",
    "guests_at",
    "guests_beside",
    "guests_beside_each",
    "holds",
    "is_alias",
    "look",
    "may_erase",
    "may_mail",
    "may_reach",
    "new_alias",
    "note",
    "outcome",
    "parties_of",
    "person_behind",
    "person_of_account",
    "person_of_party",
    "persons_at",
    "persons_of_parties",
    "policy",
    "proof",
    "proof_of",
    "reopen",
    "restrict",
    "revoke_role",
    "roles_of",
    "rounded",
    "settle_address",
    "standing",
    "standing_of_account",
    "system",
    "the_person",
    "timeline",
    "together",
    "unrestrict",
    "use",
    "use_each",
    "without_a_yes",
    "witness",
    "witnessed",
]
