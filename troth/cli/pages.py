"""The process for pages: it starts the workers and stays beside them. See `crew` and, for what they load, `workers`.

Nothing that a worker needs is imported here, so that this process stays small.
"""

from __future__ import annotations

import argparse
import sys

from .crew import Crew
from .orphans import stop_with_parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m troth.cli.pages")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    told = parser.parse_args()
    stop_with_parent()
    if not sys.platform.startswith("linux"):  # elsewhere a fork of a program that has loaded libraries may crash
        from .workers import serve

        serve(told)
        return 0
    return Crew(told.workers, lambda many, ready: _begin(told, many, ready)).run()


def _begin(told: argparse.Namespace, many: int, ready: int) -> None:
    from .workers import serve_forked  # here, in a process of its own: it is large

    serve_forked(told, many, ready)


if __name__ == "__main__":
    sys.exit(main())
