"""`troth doctor`: is this shop fit to run, and fit for the public?"""

from __future__ import annotations

import argparse
import json
import sys


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help="Check configuration, stores, key ring, ledger, clock and policy. Exit code 1 if something is unfit.",
        description="Says of each part whether it is fit, and what to do where it is not. In live mode it also asks for "
        "what the public needs: hosts, TLS, mail, payment, carrier, contact, backups. Exit code 1 if something is unfit.",
    )
    parser.add_argument("--json", action="store_true", help="Print the findings for a machine.")
    parser.set_defaults(run=_run)


def _run(told: argparse.Namespace) -> int:
    from troth.publishing.fitness import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        if not told.json:
            mark = {"fit": "ok      ", "unfit": "UNFIT   ", "note": "note    "}[finding.state]
            sys.stdout.write(f"{mark}{finding.what}: {finding.says}\n")
    unfit = [finding for finding in findings if finding.state == "unfit"]
    if told.json:
        sys.stdout.write(json.dumps([finding.as_json() for finding in findings], indent=2) + "\n")
    else:
        many = "1 thing wants mending" if len(unfit) == 1 else f"{len(unfit)} things want mending"
        sys.stdout.write(f"{many}.\n" if unfit else "This shop is fit to run.\n")
    return 1 if unfit else 0
