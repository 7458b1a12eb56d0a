"""Reads the vector files into asks, facts and expected answers. README.md beside the files explains their words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from troth.policy import Actor, ActorKind, Allowed, Ask, Decision, Facts, Policy, State, Verb, decide

PLACE = Path(__file__).parents[1] / "vectors" / "policy"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SYSTEM_FOR = "system for "
NO_JOB = "employee without a job"
NOT_THESE = "field_not_granted or recipient_not_granted"


@dataclass(frozen=True)
class Vector:
    """One ask. `fields` is what must be granted, None where it must be refused with `code`."""

    where: str
    ask: Ask
    told: Mapping[str, Any]  # the facts as written: retention and jurisdiction follow from the policy at hand
    later: bool
    fields: frozenset[str] | None = None
    code: str = ""
    clause: str = ""
    basis: str = ""

    def __str__(self) -> str:
        ask = self.ask
        by = ask.actor.purpose or ",".join(ask.actor.roles) or ask.actor.kind
        about = f"{ask.kind}[{','.join(sorted(ask.fields))}]" if ask.kind else ""
        rest = " ".join(filter(None, (ask.recipient, ask.channel, ask.source)))
        return f"{self.where}: {ask.verb} {ask.purpose} by {by} {about} {rest} {dict(self.told)}"

    def answer(self, policy: Policy) -> Decision:
        return decide(policy, self.ask, facts(policy, self.ask, self.told))

    def wrong(self, decision: Decision) -> str:
        """What is wrong with an answer; empty if nothing is."""
        if self.clause and decision.clause != self.clause:
            return f"rests on {decision.clause}, not {self.clause}"
        if isinstance(decision, Allowed):
            if self.fields is None:
                return f"allowed, not refused as {self.code}"
            if self.basis and decision.basis != self.basis:
                return f"on the basis of {decision.basis}, not {self.basis}"
            return "" if decision.fields == self.fields else f"grants {sorted(decision.fields)}"
        if self.fields is not None:
            return f"refused as {decision.code}"
        return "" if decision.code in self.code.split(" or ") else f"refused as {decision.code}, not {self.code}"


def facts(policy: Policy, ask: Ask, told: Mapping[str, Any]) -> Facts:
    lives = policy.jurisdiction_of(told.get("country", ""), told.get("organization_country", ""))
    jurisdiction = told.get("jurisdiction", lives)
    kept_until = None
    if "collected" in told:
        kept_until = policy.keep_until(policy.kinds[ask.kind].retention, _at(told["collected"]), jurisdiction)
    bought = told.get("last_purchase", "never")
    return Facts(
        at=NOON,
        jurisdiction=jurisdiction,
        choices=dict(_choice(ask, about, said) for about, said in told.get("choices", {}).items()),
        restricted=told.get("restricted", False),
        closed=told.get("closed", False),
        kept_until=kept_until,
        last_purchase=None if bought == "never" else _at(bought),
        destination=told.get("destination", ""),
        residence=told.get("country", ""),
        organization_country=told.get("organization_country", ""),
    )


def vectors(policy: Policy, *names: str) -> list[Vector]:
    """All vectors, or those of the named files."""
    files = [PLACE / f"{name}.yaml" for name in names] or sorted(PLACE.glob("*.yaml"))
    return [vector for file in files for vector in _of_file(policy, file)]


def _of_file(policy: Policy, file: Path) -> Iterator[Vector]:
    content = yaml.safe_load(file.read_text())
    for number, case in enumerate(content["cases"], 1):
        where = f"{file.stem} {number}" + (f" ({case['say']})" if "say" in case else "")
        for ask in _each(case["ask"], keep={"fields", "fields_together"}):
            for told in _each({**content.get("facts", {}), **case.get("facts", {})}):
                yield from _of_ask(policy, where, ask, told, case, content.get("as_if_built", False))


def _each(table: Mapping[str, Any], keep: frozenset[str] | set[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """A list stands for each of its members."""
    options = [value if isinstance(value, list) and key not in keep else [value] for key, value in table.items()]
    for chosen in itertools.product(*options):
        yield dict(zip(table, chosen, strict=True))


def _of_ask(
    policy: Policy, where: str, told_ask: dict[str, Any], told: dict[str, Any], case: Mapping[str, Any], later: bool
) -> Iterator[Vector]:
    kind = policy.kinds.get(told_ask.get("kind", ""))
    together = frozenset(told_ask.get("fields_together", told_ask.get("fields", kind.fields if kind else ())))
    allowed = case.get("allowed")
    alone = sorted(together) if "fields" in told_ask or allowed else ()
    for fields in (together, *(frozenset({each}) for each in alone)):
        ask = _ask(told_ask, fields)
        granted = None if allowed is None else fields if allowed == "all" else fields & frozenset(allowed)
        refused = granted is None or (not granted and bool(fields) and bool(kind))
        yield Vector(
            where,
            ask,
            told,
            later,
            None if refused else granted,
            case.get("refused", NOT_THESE) if refused else "",
            str(case.get("clause", "")),
            case.get("basis", ""),
        )


def _ask(told: Mapping[str, Any], fields: frozenset[str]) -> Ask:
    return Ask(
        verb=Verb(told["verb"]),
        purpose=told["purpose"],
        actor=_actor(told["by"], told["purpose"]),
        kind=told.get("kind", ""),
        fields=fields,
        recipient=told.get("recipient", "") if told["verb"] == "disclose" else "",
        channel=told.get("channel", ""),
        source=told.get("source", ""),
        reason=told.get("reason", ""),
    )


def _actor(by: str, purpose: str) -> Actor:
    if by == "person":
        return Actor(ActorKind.PERSON)
    if by == "system":
        return Actor(ActorKind.SYSTEM, purpose=purpose)
    if by.startswith(SYSTEM_FOR):
        return Actor(ActorKind.SYSTEM, purpose=by.removeprefix(SYSTEM_FOR))
    return Actor(ActorKind.EMPLOYEE, "olga", frozenset() if by == NO_JOB else frozenset(by.split(" and ")))


def _choice(ask: Ask, about: str, said: str) -> tuple[tuple[str, str], State]:
    purpose, _, channel = about.partition(" ")
    return (ask.purpose if purpose == "all" else purpose, channel), State(said)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
