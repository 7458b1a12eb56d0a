"""What a verb of the gate raises.

GateError
├── Refused             the policy does not allow it; carries the clause, a code for machines, a sentence for people
├── NotDeclared         the program named something the policy does not know: a mistake in the program, not an answer
└── InsideShopWork      vault work was begun while a shop transaction is open: it could be unsaid, so it is not begun
"""

from __future__ import annotations

from troth.policy import asking


class GateError(Exception):
    pass


class Refused(GateError):
    """Raised after the refusal has been recorded. Everything on it is safe to show."""

    def __init__(self, clause: str, code: str, reason: str) -> None:
        super().__init__(f"{reason} (clause {clause})")
        self.clause, self.code, self.reason = clause, code, reason

    @classmethod
    def by(cls, decision: asking.Refused) -> Refused:
        return cls(decision.clause, decision.code, decision.reason)


class NotDeclared(GateError):
    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"The policy declares no {what} called {name!r}.")


class InsideShopWork(GateError):
    def __init__(self) -> None:
        super().__init__(
            "Vault work may not begin inside a shop transaction: commit the shop's work first, or begin it later."
        )
