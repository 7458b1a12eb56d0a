"""Keeps, with every change, what it takes to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from troth.catalog.models import ImportRun, ImportStep

from .plan import Plan
from .report import Became, ProductOutcome


class Keeping:
    """The keeper of one run. A run that was cut off and starts again keeps the steps of its first try."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.known = dict(run.steps.values_list("handle", "became"))

    def keep(self, plans: Sequence[Plan]) -> None:
        written = [plan for plan in plans if plan.became is not Became.UNCHANGED]
        ImportStep.objects.bulk_create([self._step(plan) for plan in written if plan.imported.handle not in self.known])

    def became(self, outcome: ProductOutcome) -> ProductOutcome:
        first = self.known.get(outcome.handle)
        if first is None or outcome.became is not Became.UNCHANGED:
            return outcome
        return replace(outcome, became=Became(first))

    def _step(self, plan: Plan) -> ImportStep:
        return ImportStep(
            run=self.run,
            product=plan.product,
            handle=plan.imported.handle,
            became=plan.became.value,
            changes=[] if plan.became is Became.NEW else [row.as_json() for row in plan.changes.traced],
            before=plan.changed_before,
            after=plan.product.changed_at,
        )
