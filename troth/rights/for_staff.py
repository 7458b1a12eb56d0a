"""People, as staff see them who are asked for help or carry out a request. Every look is an entry: who, what, and why.

find(email, by)       everybody known at an address; refused unless the job is to help people or to answer requests
find_by_number(…)     the same of whoever has a telephone number alone
look(person, by)      what the job's purpose opens of one of them, their orders and choices
record(person, by, id)  one record, to be corrected

What is then done for them is in `on_request`. `by` is the employee, `person` an id or a ticket's (`tickets`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.intake import by_telephone
from troth.orders import history
from troth.orders import parties as order_parties
from troth.orders.exemptions import stood as exemptions
from troth.orders.exemptions.purpose import kinds
from troth.orders.shown import OrderShown

from . import choices, timeline
from .at_work import AtWork
from .choices import StandingShown
from .reader import Reader
from .records_for_staff import RecordShown, Value, records_of, sealed, with_lines
from .wording_for_staff import SaidToStaff

Refused = gate.Refused
OWN = ("name", "email", "telephone", "address", "residence")
# What was decided about them by one of us, and what they subscribe to, for each purpose.
DECIDED = {"rights_request": ("on_account", "subscription")}
# What is opened of an order beside a person, for each purpose.
OF_ORDER = {
    "rights_request": (
        "order_contact",
        "order_delivery",
        "order_billing",
        "order_note",
        "delivery_proof",
        "order_complaint",
        "order_check",
        "order_visit",
        "warning",
    ),
    "customer_support": ("order_contact",),
}


@dataclass(frozen=True, slots=True)
class OrderHeld:
    """`records` are what was opened of this order: only of the one that was asked for. `seal`: it was refused."""

    order: OrderShown
    records: tuple[RecordShown, ...] = ()
    seal: gate.Withheld | None = None


@dataclass(frozen=True, slots=True)
class ChoiceTold:
    """What a person says to one purpose on one channel. `said` is "yes", "no" or "" for nothing yet."""

    label: str
    channel: str
    on: bool
    said: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PersonShown:
    """`seal` stands for everything, where it is all refused. `records` are the person's own, `orders` newest first."""

    who: Value | None
    has_account: bool
    standing: StandingShown
    since: datetime
    records: tuple[RecordShown, ...]
    seal: gate.Withheld | None
    orders: tuple[OrderHeld, ...]
    choices: tuple[ChoiceTold, ...]


@dataclass(frozen=True, slots=True)
class Match:
    person: gate.PersonId
    name: Value | None
    has_account: bool
    orders: int


def purpose_of(by: AtWork) -> str:
    """For which purpose this employee looks at people; raises `Refused` where it is none of their job."""
    if by.answers_requests:
        return "rights_request"
    if by.helps_people:
        return "customer_support"
    raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])


def answering(by: AtWork) -> None:
    """Raises `Refused` unless answering people's requests is the employee's job."""
    if not by.answers_requests:
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])


def find(email: str, by: AtWork) -> tuple[Match, ...]:
    """Everybody known at exactly this address. To choose among several takes a look at their names; one is just there."""
    return _matches(gate.persons_at(email), by)


@sensitive_variables("telephone")
def find_by_number(telephone: str, by: AtWork) -> tuple[Match, ...]:
    """The same of whoever came from an earlier shop with this number and no address: nothing else would find them."""
    return _matches(by_telephone.at(telephone), by)


def _matches(found: Sequence[gate.PersonId], by: AtWork) -> tuple[Match, ...]:
    purpose = purpose_of(by)
    named: Mapping[gate.Whose, gate.Opened | gate.Refused] = {}
    if len(found) > 1:
        named = gate.use_each(found, ["name"], purpose=purpose, actor=by.actor)
    return tuple(
        Match(
            person,
            _name(named[person]) if person in named else None,
            gate.account_of_person(person) is not None,
            len(order_parties.numbers(gate.parties_of(person))),
        )
        for person in found
    )


def look(person: gate.PersonId, by: AtWork, *, order: str = "") -> PersonShown | None:
    """Their own records, and the one of their orders that is named; the others stay closed.

    Of a guest, who has no name of their own, the newest order is opened. None for somebody who is not here any more.
    Raises `Refused` where it is none of the employee's job.
    """
    purpose, known = purpose_of(by), gate.standing(person)
    if known is None:
        return None
    seal: gate.Withheld | None = None
    records: tuple[RecordShown, ...] = ()
    try:
        records = records_of(gate.use(person, _own(purpose), purpose=purpose, actor=by.actor).records)
        records += _filed(person, purpose, by)
    except gate.Refused as refused:
        seal = gate.Withheld(refused.clause, refused.reason)
    reader = reader_of(person)
    guest = seal is None and not any(each.kind == "name" for each in records)
    orders = _orders(person, purpose, by, asked=order, newest=guest)
    return PersonShown(
        who=_who(records, orders),
        has_account=reader.account is not None,
        standing=choices.standing(reader),
        since=known.since,
        records=records,
        seal=seal,
        orders=orders,
        choices=_choices(reader, known),
    )


def _own(purpose: str) -> list[str]:
    """Whoever answers requests sees what was decided about them, and where news goes, as far as the policy in force knows of it."""
    known = gate.policy().kinds
    beside = [kind for kind in DECIDED.get(purpose, ()) if kind in known and known[kind].in_force]
    return [*OWN, *beside]


def _filed(person: gate.PersonId, purpose: str, by: AtWork) -> tuple[RecordShown, ...]:
    """Tax exemptions, with how each stands; they lie under parties that no order has. One that is over is a seal."""
    stood = exemptions.of(gate.parties_of(person)) if purpose in DECIDED and kinds() else {}
    found: list[RecordShown] = []
    for party, each in stood.items():
        try:
            opened = gate.use(party, kinds(), purpose=purpose, actor=by.actor)
        except gate.Refused as refused:
            found.append(sealed(party, kinds()[-1], gate.Withheld(refused.clause, refused.reason)))
        else:
            found += [with_lines(record, each.lines) for record in records_of(opened.records)]
    return tuple(found)


def record(person: gate.PersonId, by: AtWork, record_id: UUID) -> RecordShown | None:
    """One record that may be corrected on request. Opening it is an entry. Raises `Refused`."""
    opened = gate.use(person, OWN, purpose="rights_request", actor=by.actor)
    found = next((each for each in records_of(opened.records) if each.id == record_id), None)
    return found if found is not None and found.correctable else None


def history_of(person: gate.PersonId, by: AtWork, *, before: UUID | None = None) -> timeline.Page:
    """What was done with a person's data, line by line as they read it, told about them. Raises `Refused`.

    The words staff gave as reasons are for the person alone; they are left out.
    """
    lines = gate.timeline(person, actor=by.actor, limit=timeline.PAGE + 1, before=before)
    shown = tuple(replace(timeline.shown(line, said=SaidToStaff), reason="") for line in lines[: timeline.PAGE])
    return timeline.Page(shown, shown[-1].entry if len(lines) > timeline.PAGE else None)


def reader_of(person: gate.PersonId) -> Reader:
    return Reader((person,), gate.account_of_person(person))


def _name(answer: gate.Opened | gate.Refused) -> Value | None:
    if isinstance(answer, gate.Refused):
        return gate.Withheld(answer.clause, answer.reason)
    found = answer.first("name")
    return found["name"] if found else None


def _who(records: tuple[RecordShown, ...], orders: tuple[OrderHeld, ...]) -> Value | None:
    """What to call them: their name, else the one on their newest order."""
    held = [*records, *(record for order in orders for record in order.records)]
    named = (each.named("name") for each in held if each.kind in ("name", "order_contact"))
    return next((name for name in named if name is not None), None)


def _orders(person: gate.PersonId, purpose: str, by: AtWork, *, asked: str, newest: bool) -> tuple[OrderHeld, ...]:
    told = history.of(person)
    wanted = asked or (told[0].number if newest and told else "")
    whose = {number: party for party, (number, _at) in order_parties.numbers(gate.parties_of(person)).items()}
    return tuple(
        _opened(order, whose[order.number], purpose, by) if order.number == wanted else OrderHeld(order)
        for order in told
    )


def _opened(order: OrderShown, party: gate.PartyId, purpose: str, by: AtWork) -> OrderHeld:
    try:
        return OrderHeld(order, records_of(gate.use(party, OF_ORDER[purpose], purpose=purpose, actor=by.actor).records))
    except gate.Refused as refused:
        return OrderHeld(order, seal=gate.Withheld(refused.clause, refused.reason))


def _choices(reader: Reader, known: gate.Standing) -> tuple[ChoiceTold, ...]:
    told, policy = [], gate.policy()
    for choice in choices.shown(reader):
        if choice.in_force:
            line = known.choices.get((choice.purpose, choice.channel)) or known.choices.get((choice.purpose, ""))
            said = "" if line is None else "yes" if line.state is gate.State.GRANTED else "no"
            told.append(
                ChoiceTold(
                    policy.purposes[choice.purpose].for_staff,
                    choice.channel_label,
                    choice.on,
                    said,
                    line.at if line else None,
                )
            )
    return tuple(told)
