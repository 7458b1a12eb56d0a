"""What stands in the prose for the rules: {{ recipients }}, {{ data:order_delivery }}, {{ uses:billing }} and so on.

Each becomes Markdown made from what is in force; what is not built yet is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .contents import Policy
from .problems import did_you_mean
from .values import Grants, Kind

PLACEHOLDER = re.compile(r"\{\{\s*(?P<what>[a-z_]+)(?::(?P<of>[a-z_0-9]+))?\s*\}\}")

Filler = Callable[[Policy, str], str]


def fill(policy: Policy, text: str) -> str:
    """Markdown with its placeholders filled from the rules."""
    return PLACEHOLDER.sub(lambda match: FILLERS[match["what"]][1](policy, match["of"] or ""), text)


def unknown_placeholder(what: str, of: str, document: Mapping[str, Any]) -> tuple[str, str] | None:
    """(problem, remedy) for a placeholder that can't be filled."""
    if what not in FILLERS:
        return f"There is no placeholder '{what}'.", did_you_mean(what, FILLERS)
    section = FILLERS[what][0]
    if of and section is None:
        return f"The placeholder '{what}' takes nothing after a colon.", f"Write {{{{ {what} }}}}."
    if not of and section and what not in MAY_STAND_ALONE:
        return f"The placeholder '{what}' needs one of the {section}.", f"Write {{{{ {what}:… }}}}."
    if of and section and of not in document[section]:
        return f"'{of}' is not among the {section}.", did_you_mean(of, document[section])
    return None


def listed(items: Iterable[str], last: str = "and") -> str:
    """a, b and c."""
    words = list(dict.fromkeys(items))
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def bullets(items: Iterable[str]) -> str:
    return "\n" + "\n".join(f"- {item}" for item in items) + "\n"


def _fields(kind: Kind, only: frozenset[str] | None = None) -> list[str]:
    return [field.label for name, field in kind.fields.items() if only is None or name in only]


def _labels(policy: Policy, grants: Grants) -> list[str]:
    kinds = [(policy.kinds[name], fields) for name, fields in grants.items()]
    return [label for kind, fields in kinds if kind.in_force for label in _fields(kind, fields)]


def _data(policy: Policy, kind: str) -> str:
    return listed(_fields(policy.kinds[kind]))


def _uses(policy: Policy, purpose: str) -> str:
    return listed(_labels(policy, policy.purposes[purpose].uses))


def _purposes(policy: Policy, family: str) -> str:
    chosen = [each for each in policy.purposes.values() if each.in_force and each.choice == family]
    return listed(each.label.lower() for each in chosen)


def _recipient(policy: Policy, name: str) -> str:
    label = policy.recipients[name].label
    return label[0].upper() + label[1:]


def _recipients(policy: Policy, purpose: str) -> str:
    in_force = [each for each in policy.recipients.values() if each.in_force]
    if purpose:
        return listed(each.label for each in in_force if policy.recipient_fields(purpose, each.name))
    lines = []
    for each in in_force:
        told = [label for name in each.grants for label in _labels(policy, policy.recipient_fields(name, each.name))]
        lines.append(f"**{_recipient(policy, each.name)}**: {listed(told) or 'nothing'}. {each.why}")
    return bullets(lines)


def _cookies(policy: Policy, _: str) -> str:
    return bullets(
        f"`{each.called(live=True)}` ({each.label}): {each.why} Life: {each.life[0].lower()}{each.life[1:]}."
        for each in policy.cookies.values()
        if each.in_force
    )


def _sources(policy: Policy, _: str) -> str:
    return listed(each.label for each in policy.sources.values() if each.in_force)


def _channels(policy: Policy, _: str) -> str:
    return listed(each.label.lower() for each in policy.channels.values())


def _linked(policy: Policy, _: str) -> str:
    in_force = [each for each in policy.linked.values() if each.in_force]
    return listed(each.label[0].lower() + each.label[1:] for each in in_force)


def _retention(policy: Policy, name: str) -> str:
    rule = policy.retention[name]
    places: dict[str, list[str]] = {}
    for place, term in rule.terms.items():
        places.setdefault(f"{_span(term.years, term.months, term.days)}. {term.because}", []).append(place)
    if len(places) < 2:
        return " ".join((rule.says, *(told.split(". ", 1)[1] for told in places)))
    lines = [f"{listed(policy.jurisdictions[each].label for each in at)}: {told}" for told, at in places.items()]
    start = "Counted from the end of the year:" if rule.period == "year" else "Counted from the end of the month:"
    return f"{rule.says} {start}\n{bullets(lines)}"


def _span(years: int, months: int, days: int) -> str:
    parts = ((years, "year"), (months, "month"), (days, "day"))
    return listed(f"{number} {word}{'s' if number > 1 else ''}" for number, word in parts if number)


def _jurisdictions(policy: Policy, _: str) -> str:
    return bullets(f"**{each.label}**: {each.law}." for each in policy.jurisdictions.values())


def _deadlines(policy: Policy, _: str) -> str:
    lines = []
    for each in policy.jurisdictions.values():
        answer, extension = each.deadlines["answer"], each.deadlines["extension"]
        more = f"and {extension.days} more where a request is hard ({extension.law})"
        lines.append(f"**{each.label}**: {answer.days} days ({answer.law}), {more}.")
    return bullets(lines)


def _embargoes(policy: Policy, _: str) -> str:
    return listed((each.label for each in policy.embargoes.values()), "or")


def _roles(policy: Policy, _: str) -> str:
    lines = []
    for role in policy.roles.values():
        held = [each for each in policy.purposes.values() if each.in_force and each.name in role.purposes]
        asked = [each for each in policy.purposes.values() if each.in_force and each.name in role.with_reason]
        line = f"**{role.label}**: {listed(each.says for each in held)}."
        lines.append(line + (f" With a stated reason: {listed(each.says for each in asked)}." if asked else ""))
    return bullets(lines)


def _controller(policy: Policy, part: str) -> str:
    whose = policy.controller
    if part:
        return str(getattr(whose, part))
    place = f"{whose.locality}, {whose.region} {whose.postcode}, {whose.country}"
    return f"{whose.name}, {whose.privacy_contact}, {whose.street_address}, {place}; {whose.telephone}; {whose.email}."


FILLERS: Mapping[str, tuple[str | None, Filler]] = {
    "data": ("kinds", _data),
    "uses": ("purposes", _uses),
    "purposes": ("choices", _purposes),
    "recipient": ("recipients", _recipient),
    "recipients": ("purposes", _recipients),
    "retention": ("retention", _retention),
    "controller": ("controller", _controller),
    "cookies": (None, _cookies),
    "sources": (None, _sources),
    "channels": (None, _channels),
    "linked": (None, _linked),
    "jurisdictions": (None, _jurisdictions),
    "deadlines": (None, _deadlines),
    "embargoes": (None, _embargoes),
    "roles": (None, _roles),
}
MAY_STAND_ALONE = frozenset({"recipients", "controller"})
