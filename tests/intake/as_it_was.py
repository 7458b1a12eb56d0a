"""An order of Ada's as an earlier shop left it, and the clock that runs on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine

from tests.cast import ADA
from tests.intake.exports import SHOPIFY_ORDERS, bring, ordered_at_shopify, sheet
from tests.intake.test_orders import NOW
from troth.orders import expire, feedback, sweep, tracking

PENDING = {"Financial Status": "pending", "Fulfillment Status": "unfulfilled", "Fulfilled at": "", "Paid at": ""}


def shopify(place: Path, lines: tuple[str, str] = ("", ""), **cells: str) -> dict[str, Any]:
    rows = ordered_at_shopify(ADA, **cells)
    told = [row | {"Lineitem fulfillment status": word} for row, word in zip(rows, lines, strict=True)]
    return bring(place, sheet([*SHOPIFY_ORDERS, "Payment ID"], *told))


def named(report: dict[str, Any], weight: str = "changed") -> set[tuple[int, str]]:
    return {(each["row"], each["column"]) for each in report["findings"] if each["weight"] == weight}


def a_year_of_tasks() -> None:
    """Whatever runs by the clock."""
    for days in (0, 1, 20, 365):
        with time_machine.travel(NOW + timedelta(days=days)):
            expire.expire()
            sweep.sweep()
            sweep.empty_unpaid()
            feedback.ask_due()
            tracking.follow()
