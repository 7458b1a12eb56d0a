"""What the mails about a problem are told when they leave."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth import channels
from troth.orders.order_facts import Facts, order_facts
from troth.orders.problems import TELLS, TOLD, Problem

from .models import Case, Outcome

ENDS: dict[Outcome, str | Promise] = {
    Outcome.SENT: _("It is being sent, at no further cost to you; another mail says when it is on its way."),
    Outcome.PAID: _("The payment has arrived, and there is nothing more to do."),
    Outcome.GIVEN_BACK: _("You get money back, the way you paid."),
    Outcome.COMES_BACK: _("You send it back to us; another mail says where to."),
    Outcome.CORRECTED: _("We have put the order right."),
    Outcome.NOT_REACHED: _(
        "We tried to reach you about it and could not. If something is still wrong, please tell us."
    ),
    Outcome.NO_PROBLEM: _(
        "We looked into it and found nothing to put right. If you see that differently, please tell us."
    ),
    Outcome.BY_ITSELF: _("It settled itself, and there is nothing more to do."),
}


@channels.facts("order_problem")
def order_problem(leaving: channels.Leaving) -> Facts:
    problem = Problem(str(leaving.ids["problem"]))
    return {**_order(leaving), "problem": str(TELLS[problem])}


@channels.facts("problem_settled")
def problem_settled(leaving: channels.Leaving) -> Facts:
    case = Case.objects.get(pk=int(leaving.ids["case"]))
    told = {"told": str(Problem(case.problem).label)} if case.problem in TOLD else {}
    return {**_order(leaving), **told, "end": str(ENDS[Outcome(case.outcome)])}


def _order(leaving: channels.Leaving) -> Facts:
    facts = order_facts(leaving)[1]
    return {"number": facts["number"], "url": facts["url"]}
