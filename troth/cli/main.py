"""The `troth` command."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

ROOMS = ("serve", "doctor", "policy", "ledger", "keys", "catalog", "intake", "payments", "taxes", "retention")


def commands() -> argparse.ArgumentParser:
    """Every command with its help."""
    parser = argparse.ArgumentParser(
        prog="troth",
        description="Runs a Troth shop, and shows whether it keeps its word.",
        epilog="`troth COMMAND --help` tells more about each. Settings are read from the environment (TROTH_…).",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for room in ROOMS:
        importlib.import_module(f"troth.cli.{room}").register(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    told = commands().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    if getattr(told, "needs_shop", True):
        import django

        django.setup()
    try:
        return int(told.run(told) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
