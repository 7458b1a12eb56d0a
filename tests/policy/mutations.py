"""Every single grant of a policy, and every single restriction, as something that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Rules = dict[str, Any]
STRICTER = {"unless_declined": {"model": "opt_in", "months": 0}}
LOOSER = {
    "opt_in": {"model": "unless_declined", "months": 0},
    "implied_after_purchase": {"model": "unless_declined", "months": 0},
}


@dataclass(frozen=True)
class Mutation:
    """Takes away what stands at `path`, or puts `instead` in its place."""

    path: Path
    instead: Any = None

    def __str__(self) -> str:
        return " / ".join(map(str, self.path)) + ("" if self.instead is None else f" → {self.instead}")

    def __call__(self, rules: Rules) -> None:
        place: Any = rules
        for part in self.path[:-1]:
            place = place[part]
        if self.instead is None:
            del place[self.path[-1]]
        else:
            place[self.path[-1]] = self.instead


@dataclass(frozen=True)
class Unasked:
    """A purpose of a role that needs a reason no longer needs one."""

    role: str
    number: int

    def __str__(self) -> str:
        return f"roles / {self.role} / with_reason / {self.number} → purposes"

    def __call__(self, rules: Rules) -> None:
        role = rules["roles"][self.role]
        role["purposes"].append(role["with_reason"].pop(self.number))


def grants(rules: Mapping[str, Any]) -> Iterator[Mutation]:
    """Each taken away by itself leaves the policy allowing a little less."""
    for name, purpose in rules["purposes"].items():
        for part in ("uses", "collects", "serves"):
            yield from _items(("purposes", name, part), purpose[part])
        yield from _items(("purposes", name), {"channels": purpose["channels"]})
        if purpose["survives_restriction"]:
            yield Mutation(("purposes", name, "survives_restriction"), instead=False)
    yield from _items(("own_data",), {"purposes": rules["own_data"]["purposes"]})
    for name, role in rules["roles"].items():
        yield from _items(("roles", name), {part: role[part] for part in ("purposes", "with_reason")})
    for name, source in rules["sources"].items():
        yield from _items(("sources", name), {"by": source["by"]})
    for name, recipient in rules["recipients"].items():
        for purpose, told in recipient["told"].items():
            yield from _items(("recipients", name, "told", purpose), told)
    yield from _consents(rules, STRICTER)


def restrictions(rules: Mapping[str, Any]) -> Iterator[Mutation | Unasked]:
    """Each taken away by itself leaves the policy allowing a little more, or no policy at all."""
    yield from _consents(rules, LOOSER)
    for path, consent in _consent_rules(rules):
        yield Mutation(path)
        if consent["months"]:
            yield Mutation((*path, "months"), instead=1200)
    for place in rules["embargoes"]:
        yield Mutation(("embargoes", place))
    for name, place in rules["jurisdictions"].items():
        yield from _items(("jurisdictions", name), {"countries": place["countries"]})
    for name, retention in rules["retention"].items():
        for place in retention["keep"]:
            yield Mutation(("retention", name, "keep", place))
    for name, role in rules["roles"].items():
        yield from (Unasked(name, number) for number in range(len(role["with_reason"])))
    for name, source in rules["sources"].items():
        if source["new_purchase"]:
            yield Mutation(("sources", name, "new_purchase"), instead=False)
    for name, purpose in rules["purposes"].items():
        if purpose["moves_goods"]:
            yield Mutation(("purposes", name, "moves_goods"), instead=False)
        if purpose["choice"]:
            yield Mutation(("purposes", name, "choice"), instead="")
    for code in rules["refusals"]:
        yield Mutation(("refusals", code))


def _items(path: Path, table: Mapping[str, list[Any]]) -> Iterator[Mutation]:
    for key, values in table.items():
        for number in range(len(values)):
            yield Mutation((*path, key, number))


def _consent_rules(rules: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for place, jurisdiction in rules["jurisdictions"].items():
        for family, channels in jurisdiction["consent"].items():
            for channel, consent in channels.items():
                yield ("jurisdictions", place, "consent", family, channel), consent


def _consents(rules: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Mutation]:
    for path, consent in _consent_rules(rules):
        if consent["model"] in other:
            yield Mutation(path, instead=other[consent["model"]])
