"""What the page of a dispute says about money owed: that it was asked for, that it can be, or why it can't. Opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate

from .. import jobs
from ..models import Debt, Dispute
from ..models.dispute import Contesting
from . import known
from .claim import doubtful, hindrance
from .shown import DebtShown, shown


@dataclass(frozen=True, slots=True)
class Offer:
    """`trouble`: a sentence, or "" where it can be asked for. `doubtful`: the buyer may be a victim. `may`: by this job."""

    debt: DebtShown | None
    trouble: str
    doubtful: bool
    may: bool


def of_dispute(dispute: int, actor: gate.Actor) -> Offer | None:
    """None for one that was not lost: there nothing is owed."""
    lost = Dispute.objects.select_related("payment__order").filter(pk=dispute, state=Contesting.LOST).first()
    if lost is None:
        return None
    may = jobs.includes(actor, known.PURPOSE)
    debt = Debt.objects.select_related("dispute__payment__order").filter(dispute=lost).first()
    if debt is not None:
        return Offer(shown(debt), "", False, may)
    return Offer(None, str(hindrance(lost) or ""), doubtful(lost), may)
