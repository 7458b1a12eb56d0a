"""What a policy says, as frozen values. Nothing here reads a file or decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .asking import ActorKind, Verb

FieldSet = frozenset[str]
PRACTICE_HOST = "practice"
Grants = Mapping[str, FieldSet]  # kind → the fields of it that are granted


class Model(StrEnum):
    """What a jurisdiction wants before a purpose may be pursued. From the loosest to the strictest."""

    NONE_NEEDED = "none_needed"
    UNLESS_DECLINED = "unless_declined"
    IMPLIED_AFTER_PURCHASE = "implied_after_purchase"
    OPT_IN = "opt_in"


@dataclass(frozen=True, slots=True)
class Consent:
    model: Model
    months: int = 0  # for implied_after_purchase: how long a purchase speaks for the person


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph of the published policy. `says` is one sentence; `prose` is Markdown."""

    id: str
    section: str
    title: str
    says: str
    prose: str
    built: bool  # False: declared, not yet in force, and not promised on the public page
    beyond: bool  # True: our own choice, more than the reference policy asks
    kept_by: str  # "rules" (of policy.yaml), "software" (and a test), "statement" (nothing to do)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    intro: str  # Markdown before the first clause
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    why: str  # shown beside the input that asks for it
    category: str  # Privacy Taxonomy data category
    lines: bool = False  # may hold line breaks
    picture: bool = False  # base64 of a JPEG, drawn anew by us


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. `of` is "person" or "party" (the two ends an order hangs on), "nobody" (sealed
    with its day), or "everybody": numbers counted of all together, which are no record of anyone.
    """

    name: str
    label: str
    clause: str
    of: str
    retention: str
    fields: Mapping[str, Field]
    single: bool = False  # a new record replaces the one before
    lookup: str = ""  # field that can be found by its keyed digest
    plain: bool = False  # kept unsealed beside the person, and declared as such
    in_force: bool = True
    staff_label: str = ""  # for those who work here, where the label speaks to the person

    @property
    def for_staff(self) -> str:
        return self.staff_label or self.label


@dataclass(frozen=True, slots=True)
class Linked:
    """Data kept outside the sealed records that mean a person only through an opaque id."""

    name: str
    label: str
    why: str
    retention: str
    category: str
    clause: str
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used. `uses` bounds everything done for it; `collects` says by which door each kind comes in."""

    name: str
    label: str
    says: str  # finishes the sentence "We use this …"
    clause: str
    basis: str  # contract | legal_obligation | legitimate_interest | consent
    use: str  # Privacy Taxonomy data use
    dpv: str  # Data Privacy Vocabulary purpose
    uses: Grants
    collects: Mapping[str, frozenset[str]]  # kind → sources
    channels: tuple[str, ...]
    serves: Mapping[Verb, frozenset[ActorKind]]  # rights it may carry out, and by whom
    choice: str = ""  # family of choices a person has about it; "" = none, it cannot be declined
    promotional: bool = False
    transactional: bool = False  # about something the person chose to enter into
    survives_restriction: bool = False
    moves_goods: bool = False  # embargoed destinations refuse it
    in_force: bool = True
    staff_label: str = ""  # for those who work here, where the label speaks to the person

    @property
    def for_staff(self) -> str:
        return self.staff_label or self.label


@dataclass(frozen=True, slots=True)
class Family:
    """A family of choices: purposes whose consent the jurisdictions treat alike."""

    name: str
    label: str
    says: str
    clause: str


@dataclass(frozen=True, slots=True)
class Source:
    """A door by which data comes in, and who may stand at it."""

    name: str
    label: str
    clause: str
    by: frozenset[ActorKind]
    new_purchase: bool = False  # through an account; a closed account refuses it
    in_force: bool = True
    words: bool = False  # no data comes in by it: people say there what they want


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    label: str
    clause: str


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    label: str
    clause: str
    purposes: frozenset[str]
    with_reason: frozenset[str]  # allowed only with words that say why


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    label: str
    clause: str
    acts: str  # "for_us" (a processor) or "on_its_own" (a controller under its own policy)
    why: str
    country: str
    policy_url: str
    grants: Mapping[str, Grants]  # purpose → what it may be told
    in_force: bool = True
    practice: bool = False  # made up, to practise with: a live shop has no such recipient


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    label: str
    why: str
    clause: str
    purpose: str
    category: str  # "essential", or a category the visitor chooses
    life: str  # in words, for the page
    max_age: int  # seconds; 0 = until the browser closes
    host_prefix: bool  # live shops call it __Host-<name>
    kept_in: str = "cookie"  # or another store of the browser's: "localStorage"
    named: str = ""  # where the browser's name for it is no name of the policy's; "wagtail:*" is each that begins so
    in_force: bool = True

    def called(self, *, live: bool) -> str:
        """The name a browser sees."""
        name = self.named or self.name
        return f"__Host-{name}" if live and self.host_prefix else name


@dataclass(frozen=True, slots=True)
class Left:
    """A cookie that a service leaves, on the shop's pages or at its own hosts."""

    name: str
    why: str
    life: str
    max_age: int  # seconds; 0 = until the browser closes
    at: str  # "shop" or "service"


@dataclass(frozen=True, slots=True)
class Service:
    """Something of an outside party's that pages of the shop may load. It runs nothing in the page itself.

    `hosts`: per directive of a Content-Security-Policy, the origins it may load from. `practice` among them stands for the
    host that shops have in practice mode only, and so has the service.
    """

    name: str
    label: str
    why: str
    clause: str
    purpose: str
    category: str  # that the visitor chooses
    kind: str  # "analytics", "advertising" or "embed"
    recipient: str  # whose it is
    address: str  # what is loaded; `{what}` stands for the one piece of an embed
    hosts: Mapping[str, tuple[str, ...]]
    measures: tuple[str, ...]  # of "page", "product", "amount": all it is told, and no key to a person
    cookies: Mapping[str, Left]
    in_force: bool = True

    @property
    def practice(self) -> bool:
        return any(PRACTICE_HOST in origins for origins in self.hosts.values())


@dataclass(frozen=True, slots=True)
class Term:
    """How long after the period of collection has ended, and the sentence that says why."""

    years: int
    months: int
    days: int
    because: str


@dataclass(frozen=True, slots=True)
class Retention:
    name: str
    label: str
    says: str
    clause: str
    period: str  # "none" | "year" | "month" | "day": what one key covers
    terms: Mapping[str, Term]  # by jurisdiction; empty = no fixed end


@dataclass(frozen=True, slots=True)
class Deadline:
    days: int
    law: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    name: str
    label: str
    clause: str
    law: str
    strictness: int  # where two apply, the greater one rules
    countries: frozenset[str]  # ISO 3166-1, or 3166-2 for a part of a country; empty = everywhere else
    consent: Mapping[tuple[str, str], Consent]  # (family, channel); channel "" = no channel is involved
    deadlines: Mapping[str, Deadline]


@dataclass(frozen=True, slots=True)
class Embargo:
    place: str  # ISO 3166-1, or 3166-2 for a part of a country
    label: str
    clause: str
    law: str


@dataclass(frozen=True, slots=True)
class Controller:
    name: str
    street_address: str
    locality: str
    region: str
    postcode: str
    country: str
    email: str
    telephone: str
    privacy_contact: str
    tax_id: str = ""  # as it stands on invoices; "" where none is asked for there
