"""`troth payments`: hold the payment provider's books against the shop's, and look at what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troth.orders.disputes import DisputeShown
    from troth.orders.reconcile.report import Report


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "payments",
        help="Compare the payment provider's books with ours, and list disputes.",
        description="Payments, refunds and disputes as the provider has them, held against the shop's own books.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    compare = verbs.add_parser(
        "reconcile",
        help="Compare now, and heal what can be healed. Exit code 1 if something is left to look at.",
        description="Asks the provider for payments, refunds and disputes. What the shop had not heard of is taken in as a "
        "webhook would be; refunds that are owed are asked for again; the rest is named. `troth serve` does it every hour. "
        "Exit code 1 if something is left to look at, 2 if the provider could not be asked.",
    )
    compare.add_argument("--since", type=_moment, help="From this day or moment on (2026-11-01, 2026-11-01T08:00).")
    compare.add_argument("--json", action="store_true", help="Print the report for a machine.")
    compare.set_defaults(run=_reconcile)
    last = verbs.add_parser("report", help="The newest comparison.", description="Prints the newest comparison again.")
    last.add_argument("--json", action="store_true", help="Print the report for a machine.")
    last.set_defaults(run=_report)
    listed = verbs.add_parser(
        "disputes",
        help="Disputes that are not decided, with their deadlines.",
        description="Lists disputes that are not decided, the nearest deadline first.",
    )
    listed.add_argument("--json", action="store_true", help="Print the list for a machine.")
    listed.set_defaults(run=_disputes)
    practise = verbs.add_parser(
        "practise-dispute",
        help="Play the customer's bank: dispute a payment made at the practice till.",
        description="Opens a dispute about the practice payment of an order, or moves it on. Practice mode only.",
    )
    practise.add_argument("order", help="The order's number.")
    practise.add_argument("--then", choices=("answered", "won", "lost"), help="Move an open practice dispute on.")
    practise.set_defaults(run=_practise)


def _moment(text: str) -> datetime:
    """Without a time zone it is UTC, as everything the shop writes down."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day or a moment, such as 2026-11-01 or 2026-11-01T08:00") from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _reconcile(told: argparse.Namespace) -> int:
    from troth.orders.reconcile.compare import reconcile
    from troth.orders.reconcile.report import Kind

    try:
        report = reconcile(told.since)
    except LookupError:
        sys.stderr.write("Nobody takes payments here: TROTH_PAYMENT names no provider that is set up.\n")
        return 2
    _print(report, as_json=told.json)
    if any(finding.kind is Kind.PROVIDER_SILENT for finding in report.findings):
        return 2
    return 1 if report.open else 0


def _report(told: argparse.Namespace) -> int:
    from troth.orders.reconcile.report import latest

    report = latest()
    if report is None:
        sys.stdout.write("null\n" if told.json else "Nothing was compared yet; run `troth payments reconcile`.\n")
        return 0
    _print(report, as_json=told.json)
    return 0


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), indent=2) + "\n")
        return
    sys.stdout.write(
        f"{report.provider}, since {report.since:%Y-%m-%d %H:%M} UTC: "
        f"{report.payments} payments, {report.refunds} refunds, {report.disputes} disputes looked at.\n"
    )
    for finding in report.findings:
        mark = "healed  " if finding.healed else "LOOK    "
        about = " ".join(filter(None, (finding.order, finding.money, finding.theirs)))
        sys.stdout.write(f"{mark}{about}: {finding.says}\n" if about else f"{mark}{finding.says}\n")
    if not report.findings:
        sys.stdout.write("The books agree.\n")


def _disputes(told: argparse.Namespace) -> int:
    from troth.orders import disputes

    found = disputes.open_ones()
    if told.json:
        sys.stdout.write(json.dumps([_as_json(each) for each in found], indent=2) + "\n")
        return 0
    for each in found:
        until = f"answer by {each.answer_by:%Y-%m-%d}" if each.wants_answer and each.answer_by else each.state_words
        sys.stdout.write(f"{each.order}  {each.amount.text}  {until}  {each.reason_words}  {each.theirs}\n")
    if not found:
        sys.stdout.write("No dispute is open.\n")
    return 0


def _as_json(dispute: DisputeShown) -> dict[str, object]:
    return {
        "order": dispute.order,
        "amount": dispute.amount.amount,
        "currency": dispute.amount.currency,
        "reason": dispute.reason,
        "state": dispute.state.value,
        "answer_by": dispute.answer_by.isoformat() if dispute.answer_by else None,
        "theirs": dispute.theirs,
    }


def _practise(told: argparse.Namespace) -> int:
    from troth.recipients import till_practice

    try:
        said = till_practice.dispute(told.order, told.then or "")
    except LookupError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0
