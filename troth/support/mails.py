"""What the mail about a problem is told when it leaves."""

from __future__ import annotations

from troth import channels
from troth.orders.order_facts import Facts, order_facts
from troth.orders.problems import TELLS, Problem


@channels.facts("order_problem")
def order_problem(leaving: channels.Leaving) -> Facts:
    facts = order_facts(leaving)[1]
    problem = Problem(str(leaving.ids["problem"]))
    return {"number": facts["number"], "url": facts["url"], "problem": str(TELLS[problem])}
