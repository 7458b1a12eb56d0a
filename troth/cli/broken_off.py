"""Imports by command that were killed: ended by the next command, which says so."""

from __future__ import annotations

import sys


def tell() -> None:
    """On the error output, so that a report for machines stays one."""
    from troth.catalog.importing import recorded, working
    from troth.catalog.importing.pictures import runs

    for run in working.end_abandoned():
        begun = f"{run.made_at:%Y-%m-%d %H:%M} UTC"
        if run.kind == runs.KIND:
            words = f"Bringing pictures broke off on {begun}. What came is here; the rest still waits."
        else:
            back = f"troth {'catalog' if run.kind == recorded.KIND else 'intake'} undo {run.ref}"
            words = (
                f"An import broke off on {begun}. What it did is in the shop: bring the same file again to end it, or "
                f"take it back: {back}"
            )
        sys.stderr.write(words + "\n")
