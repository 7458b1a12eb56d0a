"""What the desk sees of money: the newest comparison, disputes, refunds under way and refunds that were refused."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate

from .. import disputes, jobs, refunded
from ..disputes import DisputeShown
from ..refunded import RefundShown
from . import compare, report
from .report import Report

PURPOSES = ("resolve_order_problem", "billing")  # whoever mends orders, and whoever keeps the books


@dataclass(frozen=True, slots=True)
class Overview:
    """Opens nobody's data. `report` is None before the first comparison."""

    report: Report | None
    open: tuple[DisputeShown, ...]
    ended: tuple[DisputeShown, ...]
    under_way: tuple[RefundShown, ...]
    refused: tuple[RefundShown, ...]


def overview(actor: gate.Actor) -> Overview:
    """Raises gate.Refused for whose job it is not."""
    jobs.may(actor, jobs.purpose_for(actor, *PURPOSES) or PURPOSES[0])
    return Overview(
        report=report.latest(),
        open=disputes.open_ones(),
        ended=disputes.ended(20),
        under_way=refunded.under_way(),
        refused=refunded.refused(),
    )


def compare_soon(actor: gate.Actor) -> None:
    """Queue a comparison; it is there in a moment. Raises gate.Refused."""
    jobs.may(actor, jobs.purpose_for(actor, *PURPOSES) or PURPOSES[0])
    compare.now.enqueue()
