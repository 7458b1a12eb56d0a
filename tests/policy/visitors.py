"""Browsers that have said nothing: what may be done in them follows from the rules of their visitor's country alone.

For categories in which the shop opens nothing itself, these are all that shows the rule; `decide` is never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from troth.policy import Policy
from troth.visits.consent import asked, judge

TODAY = date(2026, 11, 22)
WAIT_FOR_A_YES = ("eu_eea", "united_kingdom", "switzerland")
WAIT_FOR_A_NO = ("canada", "california", "united_states", "rest_of_world")
CATEGORIES = ("measurement", "personalization", "advertising")


@dataclass(frozen=True)
class Visitor:
    category: str
    jurisdiction: str
    allowed: bool

    def may(self, policy: Policy) -> bool:
        models = asked(policy).models[self.jurisdiction]
        return judge(models, {}, signal=False, today=TODAY).allows(self.category)


VISITORS = [
    Visitor(category, jurisdiction, allowed)
    for category in CATEGORIES
    for where, allowed in ((WAIT_FOR_A_YES, False), (WAIT_FOR_A_NO, True))
    for jurisdiction in where
]
