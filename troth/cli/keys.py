"""`troth keys`: rotate the key ring, destroy what old epochs could still open."""

from __future__ import annotations

import argparse
import json
import sys


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "keys",
        help="Rotate the key ring, or destroy old epochs.",
        description="Keeps the key ring. `troth serve` does both by the calendar; these are for doing it now.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    rotate = verbs.add_parser(
        "rotate",
        help="Begin a new epoch and wrap every living key again. Can be stopped and started again at any point.",
        description="Begins a new epoch and wraps every living key again, while the shop runs. It can be stopped and "
        "started again at any point. Older secrets stay until `troth keys retire`.",
    )
    rotate.add_argument("--json", action="store_true", help="Print the result for a machine.")
    rotate.set_defaults(run=_rotate)
    retire = verbs.add_parser(
        "retire",
        help="Destroy the secrets of old epochs. Backups made under them can never be opened again.",
        description="Destroys the secrets of old epochs that nothing living needs. Backups made under them can never "
        "be opened again, and what was erased since is then gone from them too. This cannot be undone.",
    )
    retire.add_argument("--json", action="store_true", help="Print the result for a machine.")
    retire.set_defaults(run=_retire)
    factors = verbs.add_parser(
        "second-factors",
        help="Count apps and recovery codes that no named secret of the shop opens, or take them away.",
        description="Apps and recovery codes are sealed under the shop's secret (django.key). Those whose secret was lost let "
        "nobody in: this counts them, or takes them away.",
    )
    factors.add_argument(
        "--remove-shut",
        action="store_true",
        help="Take them away. Their owners sign in with what is left to them, a password alone perhaps; each is told by mail.",
    )
    factors.add_argument("--json", action="store_true", help="Print the result for a machine.")
    factors.set_defaults(run=_second_factors)


def _rotate(told: argparse.Namespace) -> int:
    from troth.rights.keyring import epochs, rotate

    done = 0
    for step in rotate():
        done = step.done
        sys.stderr.write(f"\r{step.done} wrapped again, {step.left} left ")
    sys.stderr.write("\n")
    current = epochs()[0]
    says = json.dumps({"epoch": current, "rows": done}) if told.json else f"Every key is now under epoch {current}."
    sys.stdout.write(says + "\n")
    return 0


def _retire(told: argparse.Namespace) -> int:
    from troth.rights.keyring import retire

    gone = retire()
    if told.json:
        says = json.dumps({"destroyed": gone})
    elif gone:
        says = f"Destroyed the secrets of epoch {', '.join(map(str, gone))}."
    else:
        says = (
            "No old epoch can be destroyed: there is none, or something living still needs it (rotate first), "
            "or the next one began less than two minutes ago."
        )
    sys.stdout.write(says + "\n")
    return 0


def _second_factors(told: argparse.Namespace) -> int:
    from troth.people import second_factor, shut_out

    many = shut_out.remove() if told.remove_shut else second_factor.count_shut()
    if told.json:
        says = json.dumps({"accounts" if told.remove_shut else "shut": many})
    elif told.remove_shut:
        says = f"Took them away from {many} accounts, and told each owner." if many else "There were none."
    else:
        says = f"{many} open under no named secret of the shop." if many else "All of them open."
    sys.stdout.write(says + "\n")
    return 0
