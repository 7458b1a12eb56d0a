"""Asking the served shop itself, past its pages, what it would do now. A process in the shop's own environment.

Run as a program it reads one question a line (JSON: a verb and its words) and writes one answer a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType
from typing import Any

from tests.browser.practice_shop import ROOT, PracticeShop


class Inquiry:
    def __init__(self, shop: PracticeShop) -> None:
        command = [sys.executable, "-m", "tests.browser.inquiry"]
        self.process = subprocess.Popen(
            command, env=shop.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ask("knows", "nobody@example.com")  # it has loaded when it answers

    def __enter__(self) -> Inquiry:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    def ask(self, verb: str, *words: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([verb, *words]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def knows(self, email: str) -> bool:
        """Whether anybody is behind this address."""
        return bool(self.ask("knows", email))

    def may_reach(self, email: str, purpose: str, channel: str = "email") -> bool:
        """Whether anybody at this address may be written to for this."""
        return bool(self.ask("may_reach", email, purpose, channel))

    def is_counted(self, email: str, purpose: str, channel: str = "email") -> bool:
        """Whether anybody at this address is in the audience a mailing would go to."""
        return bool(self.ask("is_counted", email, purpose, channel))

    def granted(self, purpose: str, recipient: str) -> dict[str, list[str]]:
        """The fields of each kind that this recipient may be told."""
        return dict(self.ask("granted", purpose, recipient))

    def looks_after(self, tracking: str) -> bool:
        """Asks the carrier after a parcel now, as the shop does by itself every few hours. Whether there is news."""
        return bool(self.ask("looks_after", tracking))


def _knows(email: str) -> bool:
    from troth import gate

    return bool(gate.persons_at(email))


def _may_reach(email: str, purpose: str, channel: str) -> bool:
    from troth import gate
    from troth.policy import Allowed

    return any(isinstance(gate.may_reach(each, purpose, channel), Allowed) for each in gate.persons_at(email))


def _is_counted(email: str, purpose: str, channel: str) -> bool:
    from troth import gate

    asked = set(gate.persons_at(email))
    return any(asked & set(batch) for batch in gate.audience(purpose, channel).batches(500))


def _granted(purpose: str, recipient: str) -> dict[str, list[str]]:
    from troth import gate

    return {kind: sorted(known) for kind, known in gate.policy().recipient_fields(purpose, recipient).items()}


def _looks_after(tracking: str) -> bool:
    from troth.orders import tracking as parcels

    return parcels.look(tracking)


VERBS = {
    "knows": _knows,
    "may_reach": _may_reach,
    "is_counted": _is_counted,
    "granted": _granted,
    "looks_after": _looks_after,
}


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        verb, *words = json.loads(line)
        sys.stdout.write(json.dumps(VERBS[verb](*words)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
