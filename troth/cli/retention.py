"""`troth retention`: carry out what the policy says about how long."""

from __future__ import annotations

import argparse
import json
import sys


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "retention",
        help="Destroy the keys of everything whose time is over.",
        description="Destroys the keys of everything whose time is over, as the policy has it. `troth serve` does it "
        "every hour. It stops when the clock has jumped ahead of the ledger, and says so.",
    )
    parser.add_argument(
        "--after-standstill",
        action="store_true",
        help="The shop really stood still: the gap in the ledger is no clock error.",
    )
    parser.add_argument("--json", action="store_true", help="Print the result for a machine.")
    parser.set_defaults(run=_run)


def _run(told: argparse.Namespace) -> int:
    from troth.rights.retention import ClockJumped, carry_out

    try:
        gone = carry_out(after_standstill=told.after_standstill)
    except ClockJumped as jumped:
        sys.stderr.write(f"{jumped}\n")
        return 1
    sys.stdout.write(json.dumps({"destroyed": gone}) + "\n" if told.json else f"{_said(gone)}\n")
    return 0


def _said(gone: int) -> str:
    if not gone:
        return "Nothing's time is over; no key was destroyed."
    return "1 key was destroyed." if gone == 1 else f"{gone} keys were destroyed."
