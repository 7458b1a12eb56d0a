"""The policy in force, with the questions that are asked of it all day answered by one look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from .asking import ActorKind, Refused, Verb
from .calendar import end_of_period, later
from .saying import ENGLISH, FIRST, Saying, midway
from .values import (
    Channel,
    Clause,
    Consent,
    Controller,
    Cookie,
    Embargo,
    Family,
    Grants,
    Jurisdiction,
    Kind,
    Linked,
    Model,
    Purpose,
    Recipient,
    Retention,
    Role,
    Section,
    Service,
    Source,
)

NOT_ASKED = Consent(Model.NONE_NEEDED)
NOTHING: Grants = {}
LOOSEST_FIRST = tuple(Model)


@dataclass(frozen=True)
class Policy:
    """Everything a shop promises. `version` is the hex SHA-256 of its canonical content, prose included."""

    version: str
    name: str
    changed: str  # ISO date of the last change
    controller: Controller
    sections: tuple[Section, ...]
    clauses: Mapping[str, Clause]
    refusals: Mapping[str, Refused]  # stable code → what is answered
    families: Mapping[str, Family]
    channels: Mapping[str, Channel]
    sources: Mapping[str, Source]
    retention: Mapping[str, Retention]
    kinds: Mapping[str, Kind]
    linked: Mapping[str, Linked]
    purposes: Mapping[str, Purpose]
    own_purposes: frozenset[str]  # what people may do with their own data
    roles: Mapping[str, Role]
    recipients: Mapping[str, Recipient]
    cookies: Mapping[str, Cookie]
    services: Mapping[str, Service]  # of outside parties, that pages may load
    jurisdictions: Mapping[str, Jurisdiction]
    default_jurisdiction: str  # for countries that no other jurisdiction names
    unknown_jurisdiction: str  # when no country is known: the strictest
    embargoes: Mapping[str, Embargo]
    document: Mapping[str, object] = field(repr=False, hash=False, compare=False)  # policy.yaml as plain data
    language: str = FIRST  # of the words people read; rules and version are the same in every one
    saying: Saying = field(default=ENGLISH, repr=False, hash=False, compare=False)

    # -- what may be told, opened, asked

    def purpose_fields(self, purpose: str) -> Grants:
        """What a purpose may use; nothing for an undeclared one or one not in force."""
        found = self.purposes.get(purpose)
        return found.uses if found is not None and found.in_force else NOTHING

    def recipient_fields(self, purpose: str, recipient: str) -> Grants:
        """What a recipient may be told for a purpose; nothing unless both are declared and in force."""
        found = self.recipients.get(recipient)
        if found is None or not found.in_force or not self.purposes_in_force.get(purpose):
            return NOTHING
        return found.grants.get(purpose, NOTHING)

    def consent(self, purpose: str, channel: str, jurisdiction: str) -> Consent:
        """What the jurisdiction wants first. With channel "" the loosest of the purpose's channels answers.

        Raises KeyError for an undeclared purpose, channel of it, or jurisdiction.
        """
        return self._consents[purpose, channel, jurisdiction]

    @cached_property
    def purposes_in_force(self) -> Mapping[str, bool]:
        return {name: purpose.in_force for name, purpose in self.purposes.items()}

    @cached_property
    def serving_choices(self) -> Mapping[str, frozenset[ActorKind]]:
        """The purposes that may record people's choices, and which actors in them."""
        return {
            name: purpose.serves[Verb.CHOOSE]
            for name, purpose in self.purposes.items()
            if purpose.in_force and Verb.CHOOSE in purpose.serves
        }

    @cached_property
    def _consents(self) -> Mapping[tuple[str, str, str], Consent]:
        table: dict[tuple[str, str, str], Consent] = {}
        for purpose in self.purposes.values():
            for place in self.jurisdictions.values():
                answers = {
                    channel: place.consent.get((purpose.choice, channel), Consent(Model.OPT_IN))
                    if purpose.choice
                    else NOT_ASKED
                    for channel in purpose.channels or ("",)
                }
                answers[""] = min(answers.values(), key=lambda each: LOOSEST_FIRST.index(each.model))
                table.update({(purpose.name, channel, place.name): each for channel, each in answers.items()})
        return table

    # -- how long

    def keep_until(self, retention: str, collected_at: datetime, jurisdiction: str) -> datetime | None:
        """When a record's retention ends; None when its class has no fixed end."""
        chosen = self.retention[retention]
        term = chosen.terms.get(jurisdiction)
        if term is None:
            return None
        start = end_of_period(collected_at, chosen.period)
        return later(start, years=term.years, months=term.months, days=term.days)

    def law_for(self, retention: str, jurisdiction: str) -> tuple[str, str]:
        """(clause, sentence): why records of this class are kept as long as they are."""
        chosen = self.retention[retention]
        term = chosen.terms.get(jurisdiction)
        return chosen.clause, term.because if term else chosen.says

    # -- where

    @cached_property
    def by_strictness(self) -> tuple[str, ...]:
        """Names of the jurisdictions, the strictest first."""
        return tuple(sorted(self.jurisdictions, key=lambda name: -self.jurisdictions[name].strictness))

    @cached_property
    def _places(self) -> Mapping[str, str]:
        return {code: place.name for place in self.jurisdictions.values() for code in place.countries}

    def countries_of(self, jurisdiction: str) -> frozenset[str]:
        """The codes a jurisdiction names; empty for the default one, which has every other country."""
        return self.jurisdictions[jurisdiction].countries

    def jurisdiction_of(self, country: str, organization_country: str = "") -> str:
        """Whose rules apply: the stricter of residence and organization's country.

        Codes are ISO 3166-1 ("DE") or, where a part of a country has rules of its own, 3166-2 ("US-CA").
        """
        known = [self._jurisdiction_at(code) for code in (country, organization_country) if code]
        if not known:
            return self.unknown_jurisdiction
        return max(known, key=lambda name: self.jurisdictions[name].strictness)

    def _jurisdiction_at(self, code: str) -> str:
        whole = code.partition("-")[0]
        return self._places.get(code) or self._places.get(whole) or self.default_jurisdiction

    def embargoed(self, country: str) -> Refused | None:
        """Refused for a destination nothing may be sent to ("CU", or "UA-43" for a part of a country)."""
        embargo = self.embargoes.get(country) or self.embargoes.get(country.partition("-")[0])
        if embargo is None:
            return None
        says = self.saying.gettext("We may not send goods to %(place)s: %(law)s.")
        return Refused(embargo.clause, "embargoed", says % {"place": embargo.label, "law": embargo.law})

    def embargoed_buyer(self, residence: str, organization_country: str) -> Refused | None:
        """Refused for somebody who lives in such a place, or buys for an organization there, wherever it would go to."""
        for place in filter(None, (residence, organization_country)):
            embargo = self.embargoes.get(place) or self.embargoes.get(place.partition("-")[0])
            if embargo is not None:
                says = self.saying.gettext(
                    "We may not send goods to anybody who lives in %(place)s, nor for an organization there: %(law)s."
                )
                return Refused(embargo.clause, "embargoed", says % {"place": embargo.label, "law": embargo.law})
        return None

    # -- as people read it

    def midway(self, words: str) -> str:
        """A label of this policy within a sentence."""
        return midway(words, self.language)
