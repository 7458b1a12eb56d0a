"""What somebody wants to give, and what the policy says to each part of it. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth.policy import Actor, Ask, Decision, Refused, Verb

from . import places
from .actors import the_person
from .errors import NotDeclared
from .ids import PartyId
from .inforce import policy
from .known import Standing, judge
from .taking import Data

FINDABLE: Final = "account"  # the purpose under which a guest can be found by their address


@dataclass(frozen=True, slots=True)
class ComingIn:
    """Data on its way in. `purposes`: one for each kind. `since`: None for now. `beside`: kinds with a door of their own."""

    data: Data
    purposes: Mapping[str, str]
    source: str
    actor: Actor
    party: PartyId | None
    since: datetime | None
    beside: Mapping[str, tuple[str, Actor]] = field(default_factory=dict)
    findable: bool = False  # whether a newcomer's address is taken in besides, so that they can be found by it

    @classmethod
    @sensitive_variables("told")
    def declared(
        cls,
        told: Data,
        purpose: str | Mapping[str, str],
        source: str,
        actor: Actor,
        party: PartyId | None,
        since: datetime | None,
        beside: Mapping[str, tuple[str, Actor]],
    ) -> Self:
        """Empty fields left out. Raises `NotDeclared`, and ValueError for a time to come."""
        data = {kind: _tidy(kind, fields) for kind, fields in told.items()}
        purposes = dict.fromkeys(data, purpose) if isinstance(purpose, str) else purpose
        for name in purposes.values():
            if name not in policy().purposes:
                raise NotDeclared("purpose", name)
        if since is not None and since > timezone.now():
            raise ValueError("data cannot have been collected in the future")
        return cls(data, purposes, source, actor, party, since, beside)

    @sensitive_variables("address")
    def from_nobody_known(self) -> Self:
        """The same with the address a newcomer who only places an order can be found by again, to read and erase it."""
        if "email" in self.data:
            return self
        lookups = ((kind, policy().kinds[kind].lookup) for kind in self.data)
        address = next((self.data[kind].get(field, "") for kind, field in lookups if field), "")
        return replace(self, data={**self.data, "email": {"email": address}}, findable=True) if address else self

    def countries(self) -> tuple[str, str]:
        """Where a newcomer lives: as told, else where the order goes; and where their organization is."""
        residence = self.data.get("residence", {})
        told = [residence.get("country", ""), *(fields.get("country", "") for fields in self.data.values())]
        country = next(filter(None, told), "")
        return places.finer(country, self.data.values()), residence.get("organization_country", "")

    def bought(self) -> datetime | None:
        """When somebody buys something with this: a party's record of a kind that goods are moved with."""
        moving = {kind for purpose in policy().purposes.values() if purpose.moves_goods for kind in purpose.uses}
        buys = self.party is not None and any(
            kind in moving and policy().kinds[kind].of == "party" for kind in self.data
        )
        return (self.since or timezone.now()) if buys else None

    def judged(self, standing: Standing) -> list[tuple[Ask, Decision]]:
        """Each kind with the policy's answer."""
        return [(ask, self._judged(ask, standing)) for ask in self._asks()]

    def refusal(self, decisions: list[tuple[Ask, Decision]]) -> Refused | None:
        """What stands against taking it in. A refusal of what comes beside does not."""
        return next((no for ask, no in decisions if isinstance(no, Refused) and ask.kind not in self.beside), None)

    def _asks(self) -> list[Ask]:
        asked = [kind for kind in self.data if not (self.findable and kind == "email")]
        doors = {kind: self.beside.get(kind, (self.source, self.actor)) for kind in asked}
        asks = [
            Ask(Verb.COLLECT, self.purposes[kind], actor, kind, frozenset(self.data[kind]), source=source)
            for kind, (source, actor) in doors.items()
        ]
        if self.findable:
            theirs = the_person(None)
            asks.append(Ask(Verb.COLLECT, FINDABLE, theirs, "email", frozenset(["email"]), source=self.source))
        return asks

    def _judged(self, ask: Ask, standing: Standing) -> Decision:
        kind = policy().kinds[ask.kind]
        goes_to = places.code(self.data[ask.kind]) if kind.of == "party" else ""
        until = policy().keep_until(kind.retention, self.since, standing.jurisdiction) if self.since else None
        return judge(ask, standing, destination=goes_to, kept_until=until, told=self.data.get("residence"))


def _tidy(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    if kind not in policy().kinds or policy().kinds[kind].of == "nobody":
        raise NotDeclared("kind of record about somebody", kind)
    return {field: value.strip() for field, value in fields.items() if value and value.strip()}
