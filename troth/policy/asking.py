"""What one asks of a policy, and what it answers. Values only; no I/O, no framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    COLLECT = "collect"
    USE = "use"
    DISCLOSE = "disclose"
    REACH = "reach"  # write to, call or text a person: a use that also needs a channel
    CHOOSE = "choose"
    RESTRICT = "restrict"
    ERASE = "erase"
    EXPORT = "export"


class State(StrEnum):
    """A person's word about one purpose on one channel."""

    GRANTED = "granted"
    DECLINED = "declined"  # asked, and said no
    WITHDRAWN = "withdrawn"  # had granted, took it back
    OBJECTED = "objected"  # said stop without having been asked


class ActorKind(StrEnum):
    PERSON = "person"  # the data subject, acting on their own data
    EMPLOYEE = "employee"
    SYSTEM = "system"  # background work; has exactly the purpose it was started for


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `ref` is opaque (never a name or an address).

    `only`: for an employee's program, the purposes it was lent; it has no others, and none that wants a reason each time.
    """

    kind: ActorKind
    ref: str = ""
    roles: frozenset[str] = frozenset()
    purpose: str = ""  # for the system: the one purpose it acts for
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    verb: Verb
    purpose: str
    actor: Actor
    kind: str = ""
    fields: frozenset[str] = frozenset()
    recipient: str = ""
    channel: str = ""
    source: str = ""
    reason: str = ""  # words an employee gave because the job does not imply the purpose


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of the person and the record at the moment of asking.

    `choices` maps (purpose, channel) to a state; a channel of "" speaks for every channel of the purpose.
    """

    at: datetime
    jurisdiction: str
    choices: Mapping[tuple[str, str], State] = field(default_factory=dict)
    restricted: bool = False  # asked us to stop processing
    closed: bool = False  # asked us to disable the account
    kept_until: datetime | None = None  # end of the record's retention; None while it has none
    last_purchase: datetime | None = None  # for implied consent
    destination: str = ""  # ISO 3166 country an order would go to
    residence: str = ""  # where the person lives, and
    organization_country: str = ""  # where the organization is that they buy for; "" where they have not told
    policy_version: str = ""  # the version the record was given under


@dataclass(frozen=True, slots=True)
class Allowed:
    clause: str
    fields: frozenset[str]  # exactly the asked fields that are granted, never more
    basis: str = ""  # legal basis, e.g. "contract"

    @property
    def allowed(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    clause: str
    code: str  # stable word for machines, e.g. "restricted"
    reason: str  # one sentence for people; never contains a value

    @property
    def allowed(self) -> bool:
        return False


Decision = Allowed | Refused
