"""How an entry of the ledger reads to the person it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.gate import Line
from troth.policy import Kind, Policy, Purpose
from troth.visits.consent.values import OVER_SIGNAL

WORDS: dict[str, Promise | str] = {
    "collect": gettext_lazy("You gave us: %(fields)s."),
    "collect-by-us": gettext_lazy("We entered: %(fields)s. It came from %(source)s."),
    "use": gettext_lazy("We opened: %(fields)s."),
    "use-own": gettext_lazy("You looked at: %(fields)s."),
    "reach": gettext_lazy("We wrote to you by %(channel)s."),
    "reach-telephone": gettext_lazy("We rang you."),
    "reach-text": gettext_lazy("We sent you a text message."),
    "reach-post": gettext_lazy("We wrote you a letter."),
    "disclose": gettext_lazy("We told %(recipient)s: %(fields)s."),
    "outcome": gettext_lazy("What we told %(recipient)s was %(outcome)s."),
    "outcome-email": gettext_lazy("The mail to you was %(outcome)s."),
    "choose-yes": gettext_lazy("You said yes: we may use your data %(says)s (%(channel)s)."),
    "choose-no": gettext_lazy("You said no: we may not use your data %(says)s (%(channel)s)."),
    "choose-yes-by-us": gettext_lazy("We noted your yes: we may use your data %(says)s (%(channel)s)."),
    "choose-no-by-us": gettext_lazy("We noted your no: we may not use your data %(says)s (%(channel)s)."),
    "choose-yes-whole": gettext_lazy("You said yes: we may use your data %(says)s."),
    "choose-no-whole": gettext_lazy("You said no: we may not use your data %(says)s."),
    "choose-yes-whole-by-us": gettext_lazy("We noted your yes: we may use your data %(says)s."),
    "choose-no-whole-by-us": gettext_lazy("We noted your no: we may not use your data %(says)s."),
    "choose-over-signal": gettext_lazy(
        "You said yes, over the privacy signal of your browser: we may use your data %(says)s."
    ),
    "processing:stopped": gettext_lazy("You told us to stop processing your data."),
    "processing:resumed": gettext_lazy("You let us process your data again."),
    "account:stopped": gettext_lazy("You closed your account for purchases."),
    "account:resumed": gettext_lazy("You opened your account for purchases again."),
    "processing:stopped-by-us": gettext_lazy("We stopped processing your data, as you asked."),
    "processing:resumed-by-us": gettext_lazy("We process your data again, as you asked."),
    "account:stopped-by-us": gettext_lazy("We closed your account for purchases, as you asked."),
    "account:resumed-by-us": gettext_lazy("We opened your account for purchases again, as you asked."),
    "role-granted": gettext_lazy("You were given the job “%(role)s”."),
    "role-revoked": gettext_lazy("Your job “%(role)s” ended."),
    "erase": gettext_lazy("You removed: %(fields)s."),
    "erase-by-us": gettext_lazy("We removed: %(fields)s."),
    "erase-all": gettext_lazy("You had yourself erased."),
    "erase-all-by-us": gettext_lazy("We erased you, as you asked."),
    "export": gettext_lazy("You took a copy of your data with you."),
    "export-by-us": gettext_lazy("We made a copy of your data to hand over to you."),
    "refused": gettext_lazy("Refused: %(asked)s."),
    "other": gettext_lazy("We worked with your data."),
}
OUTCOMES: dict[str, Promise | str] = {
    "delivered": gettext_lazy("received"),
    "failed": gettext_lazy("not received"),
    "unknown": gettext_lazy("sent; whether it was received is not known"),
}
ASKED: dict[str, Promise | str] = {
    "collect": gettext_lazy("%(fields)s was not taken in"),
    "use": gettext_lazy("%(fields)s stayed sealed"),
    "reach": gettext_lazy("nothing was sent to you by %(channel)s"),
    "disclose": gettext_lazy("%(recipient)s was told nothing"),
    "choose": gettext_lazy("your choices stayed as they were"),
    "restrict": gettext_lazy("nothing was stopped or started"),
    "erase": gettext_lazy("nothing was removed"),
    "export": gettext_lazy("no copy was made"),
}
YES = "granted"


@dataclass(frozen=True, slots=True)
class Said:
    """One entry, with the policy's labels for its codes."""

    line: Line
    policy: Policy

    def what(self) -> str:
        words = self.words()
        return str(words.get(self.case, words["other"])) % self.parts()

    def words(self) -> Mapping[str, Promise | str]:
        """A sentence for each case."""
        return WORDS

    @property
    def case(self) -> str:
        if self.line.decision == "refused":
            return "refused"
        if self.line.verb in ("reach", "outcome", "disclose"):
            by_channel = f"{self.line.verb}-{self.line.channel}"
            return by_channel if by_channel in WORDS else self.line.verb
        case = self._case_of_one()
        by_us = f"{case}-by-us"
        return by_us if self.line.actor != "person" and by_us in WORDS else case

    def _case_of_one(self) -> str:
        line = self.line
        if line.verb == "choose":
            return self._case_of_word()
        if line.verb == "restrict":
            return line.state
        if line.verb == "erase":
            return "erase" if line.fields else "erase-all"
        if line.verb == "use" and line.state:
            return f"role-{line.state.rpartition(':')[2]}"
        if line.verb == "use":
            return "use-own" if line.actor == "person" else "use"
        return line.verb

    def _case_of_word(self) -> str:
        """A word without a channel is about the purpose as a whole: no way of reaching somebody is named."""
        line = self.line
        if line.state == YES and line.source == OVER_SIGNAL:
            return "choose-over-signal"
        return f"choose-{'yes' if line.state == YES else 'no'}{'' if line.channel else '-whole'}"

    def parts(self) -> dict[str, str]:
        line, policy = self.line, self.policy
        channel = policy.channels.get(line.channel)
        recipient = policy.recipients.get(line.recipient)
        purpose = policy.purposes.get(line.purpose)
        source = policy.sources.get(line.source)
        role = policy.roles.get(line.state.partition(":")[0])
        parts = {
            "fields": ", ".join(self.fields()) or _("data"),
            "channel": policy.midway(channel.label) if channel else _("any way"),
            "recipient": recipient.label if recipient else line.recipient,
            "purpose": self.label_of(purpose) if purpose else line.purpose,
            "says": purpose.says if purpose else _("for “%(purpose)s”") % {"purpose": line.purpose},
            "source": source.label if source else line.source,
            "outcome": str(OUTCOMES.get(line.decision, line.decision)),
            "role": role.label if role else line.state.partition(":")[0],
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
        return self.label_of(purpose) if purpose else ""

    def label_of(self, declared: Kind | Purpose) -> str:
        return declared.label

    def fields(self) -> tuple[str, ...]:
        """Kind by kind, in the policy's order; a kind that was touched in part names the parts."""
        kinds: dict[str, list[str]] = {}
        for field in self.line.fields:
            kind, _dot, name = field.partition(".")
            kinds.setdefault(kind, []).append(name)
        order = {kind: number for number, kind in enumerate(self.policy.kinds)}
        return tuple(self._label(kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: order.get(kind, 999)))

    def _label(self, kind: str, names: list[str]) -> str:
        declared = self.policy.kinds.get(kind)
        if declared is None:
            return kind
        whole = self.policy.midway(self.label_of(declared))
        parts = tuple(field.label for name, field in declared.fields.items() if name in names)
        given = self.line.verb == "collect"  # what was left empty was not asked back: the whole is meant
        if given or not parts or len(parts) == len(declared.fields):
            return whole
        return _("%(kind)s (%(parts)s)") % {"parts": _joined(parts), "kind": whole}


def _joined(words: tuple[str, ...]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
