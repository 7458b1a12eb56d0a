"""What stands in the prose for the rules: {{ recipients }}, {{ data:order_delivery }}, {{ uses:billing }} and so on.

Each becomes Markdown made from what is in force; what is not built yet is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .contents import Policy
from .problems import did_you_mean
from .saying import any_of, listed, span
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


def bullets(items: Iterable[str]) -> str:
    return "\n" + "\n".join(f"- {item}" for item in items) + "\n"


def _fields(kind: Kind, only: frozenset[str] | None = None) -> list[str]:
    return [field.label for name, field in kind.fields.items() if only is None or name in only]


def _labels(policy: Policy, grants: Grants) -> list[str]:
    kinds = [(policy.kinds[name], fields) for name, fields in grants.items()]
    return [label for kind, fields in kinds if kind.in_force for label in _fields(kind, fields)]


def _data(policy: Policy, kind: str) -> str:
    return listed(_fields(policy.kinds[kind]), policy.saying)


def _uses(policy: Policy, purpose: str) -> str:
    return listed(_labels(policy, policy.purposes[purpose].uses), policy.saying)


def _purposes(policy: Policy, family: str) -> str:
    chosen = [each for each in policy.purposes.values() if each.in_force and each.choice == family]
    return listed((policy.midway(each.label) for each in chosen), policy.saying)


def _recipient(policy: Policy, name: str) -> str:
    label = policy.recipients[name].label
    return label[0].upper() + label[1:]


def _recipients(policy: Policy, purpose: str) -> str:
    in_force = [each for each in policy.recipients.values() if each.in_force]
    if purpose:
        named = (each.label for each in in_force if policy.recipient_fields(purpose, each.name))
        return listed(named, policy.saying)
    lines = []
    for each in in_force:
        told = [label for name in each.grants for label in _labels(policy, policy.recipient_fields(name, each.name))]
        what = listed(told, policy.saying) or policy.saying.gettext("nothing")
        lines.append(f"**{_recipient(policy, each.name)}**: {what}. {each.why}")
    return bullets(lines)


def _cookies(policy: Policy, _: str) -> str:
    life = policy.saying.gettext("Life: %(span)s.")
    return bullets(
        f"`{each.called(live=True)}` ({each.label}): {each.why} {life % {'span': policy.midway(each.life)}}"
        for each in policy.cookies.values()
        if each.in_force
    )


def _services(policy: Policy, _: str) -> str:
    """Whose each is, what it is told, and what it leaves. Nothing is listed where no service is declared."""
    saying, lines = policy.saying, []
    words = {
        "page": saying.gettext("the page"),
        "product": saying.gettext("the product"),
        "amount": saying.gettext("the amount"),
    }
    for each in policy.services.values():
        if each.in_force:
            told = listed((words[what] for what in each.measures), saying) or saying.gettext("nothing")
            line = saying.gettext("It is told: %(told)s. Cookies: %(cookies)s.")
            left = ", ".join(f"`{name}`" for name in each.cookies) or saying.gettext("none")
            whose = _recipient(policy, each.recipient)
            lines.append(f"**{each.label}** ({whose}): {each.why} {line % {'told': told, 'cookies': left}}")
    return bullets(lines) if lines else saying.gettext("At present there are none.")


def _sources(policy: Policy, _: str) -> str:
    return listed((each.label for each in policy.sources.values() if each.in_force), policy.saying)


def _channels(policy: Policy, _: str) -> str:
    return listed((policy.midway(each.label) for each in policy.channels.values()), policy.saying)


def _linked(policy: Policy, _: str) -> str:
    in_force = [each for each in policy.linked.values() if each.in_force]
    return listed((policy.midway(each.label) for each in in_force), policy.saying)


def _retention(policy: Policy, name: str) -> str:
    rule, saying = policy.retention[name], policy.saying
    places: dict[tuple[str, str], list[str]] = {}
    for place, term in rule.terms.items():
        places.setdefault((span(term.years, term.months, term.days, saying), term.because), []).append(place)
    if len(places) < 2:
        return " ".join((rule.says, *(because for _span, because in places)))
    lines = [
        f"{listed((policy.jurisdictions[each].label for each in at), saying)}: {how_long}. {because}"
        for (how_long, because), at in places.items()
    ]
    if rule.period == "year":
        start = saying.gettext("Counted from the end of the year:")
    elif rule.period == "day":
        start = saying.gettext("Counted from the end of the day:")
    else:
        start = saying.gettext("Counted from the end of the month:")
    return f"{rule.says} {start}\n{bullets(lines)}"


def _jurisdictions(policy: Policy, _: str) -> str:
    return bullets(f"**{each.label}**: {each.law}." for each in policy.jurisdictions.values())


def _deadlines(policy: Policy, _: str) -> str:
    words = policy.saying.gettext(
        "%(days)d days (%(law)s), and %(more)d more where a request is hard (%(law_of_more)s)."
    )
    lines = []
    for each in policy.jurisdictions.values():
        answer, extension = each.deadlines["answer"], each.deadlines["extension"]
        told = {"days": answer.days, "law": answer.law, "more": extension.days, "law_of_more": extension.law}
        lines.append(f"**{each.label}**: {words % told}")
    return bullets(lines)


def _embargoes(policy: Policy, _: str) -> str:
    return any_of((each.label for each in policy.embargoes.values()), policy.saying)


def _roles(policy: Policy, _: str) -> str:
    asks = policy.saying.gettext("With a stated reason: %(purposes)s.")
    lines = []
    for role in policy.roles.values():
        held = [each for each in policy.purposes.values() if each.in_force and each.name in role.purposes]
        asked = [each for each in policy.purposes.values() if each.in_force and each.name in role.with_reason]
        line = f"**{role.label}**: {listed((each.says for each in held), policy.saying)}."
        reasoned = {"purposes": listed((each.says for each in asked), policy.saying)}
        lines.append(f"{line} {asks % reasoned}" if asked else line)
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
    "services": (None, _services),
    "sources": (None, _sources),
    "channels": (None, _channels),
    "linked": (None, _linked),
    "jurisdictions": (None, _jurisdictions),
    "deadlines": (None, _deadlines),
    "embargoes": (None, _embargoes),
    "roles": (None, _roles),
}
MAY_STAND_ALONE = frozenset({"recipients", "controller"})
