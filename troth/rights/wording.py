"""How an entry of the ledger reads to the person it is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.gate import Line
from troth.policy import Policy

WORDS = {
    "collect": gettext_lazy("You gave us %(fields)s."),
    "collect-by-us": gettext_lazy("We entered %(fields)s, from %(source)s."),
    "use": gettext_lazy("We opened %(fields)s."),
    "use-own": gettext_lazy("You looked at %(fields)s."),
    "reach": gettext_lazy("We wrote to you by %(channel)s."),
    "disclose": gettext_lazy("We told %(recipient)s: %(fields)s."),
    "outcome": gettext_lazy("What we told %(recipient)s was %(outcome)s."),
    "choose-yes": gettext_lazy("You said yes to %(purpose)s by %(channel)s."),
    "choose-no": gettext_lazy("You said no to %(purpose)s by %(channel)s."),
    "processing:stopped": gettext_lazy("You told us to stop processing your data."),
    "processing:resumed": gettext_lazy("You let us process your data again."),
    "account:stopped": gettext_lazy("You closed your account for purchases."),
    "account:resumed": gettext_lazy("You opened your account for purchases again."),
    "role": gettext_lazy("Your job here changed: %(state)s."),
    "erase": gettext_lazy("Erased: %(fields)s."),
    "erase-all": gettext_lazy("You were erased."),
    "export": gettext_lazy("You took a copy of your data with you."),
    "refused": gettext_lazy("Refused: %(asked)s."),
    "other": gettext_lazy("We worked with your data."),
}
OUTCOMES = {
    "delivered": gettext_lazy("received"),
    "failed": gettext_lazy("not received"),
    "unknown": gettext_lazy("sent; whether it was received is not known"),
}
ASKED = {
    "collect": gettext_lazy("%(fields)s: not taken in"),
    "use": gettext_lazy("%(fields)s: stayed sealed"),
    "reach": gettext_lazy("nothing was sent to you by %(channel)s"),
    "disclose": gettext_lazy("%(recipient)s was told nothing"),
}
YES = "granted"


@dataclass(frozen=True, slots=True)
class Said:
    """One entry, with the policy's labels for its codes."""

    line: Line
    policy: Policy

    @property
    def case(self) -> str:
        line = self.line
        if line.decision == "refused":
            return "refused"
        if line.verb == "choose":
            return "choose-yes" if line.state == YES else "choose-no"
        if line.verb == "restrict":
            return line.state
        if line.verb == "erase":
            return "erase" if line.fields else "erase-all"
        if line.verb == "collect" and line.actor != "person":
            return "collect-by-us"
        if line.verb == "use":
            return "role" if line.state else "use-own" if line.actor == "person" else "use"
        return line.verb

    def parts(self) -> dict[str, str]:
        line, policy = self.line, self.policy
        channel = policy.channels.get(line.channel)
        recipient = policy.recipients.get(line.recipient)
        purpose = policy.purposes.get(line.purpose)
        source = policy.sources.get(line.source)
        parts = {
            "fields": _joined(self.fields()) or _("data"),
            "channel": _lower(channel.label) if channel else _("any way"),
            "recipient": recipient.label if recipient else line.recipient,
            "purpose": _lower(purpose.label) if purpose else line.purpose,
            "source": source.label if source else line.source,
            "outcome": str(OUTCOMES.get(line.decision, line.decision)),
            "state": line.state.replace("_", " ").replace(":", ", "),
        }
        return {**parts, "asked": str(ASKED.get(line.verb, _("something was asked and not done"))) % parts}

    def who(self) -> str:
        if self.line.actor == "person":
            return _("You")
        if self.line.actor == "system":
            return _("The shop, by itself")
        roles = [self.policy.roles[name].label for name in self.line.actor_code.split("/") if name in self.policy.roles]
        return _joined(tuple(roles)) or _("An employee without a role")

    def why(self) -> str:
        purpose = self.policy.purposes.get(self.line.purpose)
        return purpose.label if purpose else ""

    def fields(self) -> tuple[str, ...]:
        """Kind by kind; a kind that was touched in part names the parts."""
        kinds: dict[str, list[str]] = {}
        for field in self.line.fields:
            kind, _dot, name = field.partition(".")
            kinds.setdefault(kind, []).append(name)
        return tuple(self._label(kind, names) for kind, names in kinds.items())

    def _label(self, kind: str, names: list[str]) -> str:
        declared = self.policy.kinds.get(kind)
        if declared is None:
            return kind
        whole = _lower(declared.label)
        parts = [declared.fields[name].label for name in names if name in declared.fields]
        if not parts or len(declared.fields) == 1 or len(parts) == len(declared.fields):
            return whole
        return _("%(parts)s (%(kind)s)") % {"parts": _joined(tuple(parts)), "kind": whole}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _joined(words: tuple[str, ...]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
