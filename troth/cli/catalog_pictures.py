"""`troth catalog pictures`: bring the pictures that an import left at the former shop."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from . import broken_off

if TYPE_CHECKING:
    from troth.catalog.importing.pictures.report import PictureReport
    from troth.catalog.models import ImportRun

_CHUNK = 1024 * 1024
MOST_LINES = 40  # of pictures that could not be brought; --json has them all


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = verbs.add_parser(
        "pictures",
        help="Fetch pictures that still lie at the former shop, or take them out of a ZIP archive. What is here already is not fetched again.",
    )
    parser.add_argument("--dry-run", action="store_true", help="Only show where how many pictures lie.")
    parser.add_argument(
        "--from",
        dest="hosts",
        action="append",
        default=[],
        type=str.lower,
        metavar="HOST",
        help="Go to this host; may be given several times. No other is called.",
    )
    parser.add_argument("--archive", type=Path, metavar="FILE", help="Take pictures out of this ZIP archive instead.")
    parser.add_argument(
        "--leave",
        action="store_true",
        help="Leave what could not be brought the last time where it lies: it waits no more.",
    )
    parser.add_argument("--again", action="store_true", help="Let what was left there wait again.")
    parser.add_argument("--json", action="store_true", help="Print the whole report for a machine.")
    parser.set_defaults(run=_pictures)


def _pictures(told: argparse.Namespace) -> int:
    """Exit code 0: all are here; 1: some could not be brought, or wait for a word, and are named; 2: it cannot begin."""
    from troth.catalog.importing import TooLarge, working
    from troth.catalog.importing.pictures import runs, waiting

    if told.leave or told.again:
        return _left(again=told.again)
    lie = waiting.hosts(waiting.of_the_shop())
    if told.dry_run or not (told.hosts or told.archive):
        return _where(lie, as_json=told.json, dry_run=told.dry_run)
    broken_off.tell()
    ref = uuid4()
    with working.at_work(ref):
        try:
            run = _sent(told.archive, ref) if told.archive else runs.begun(told.hosts, ref=ref)
        except OSError as error:
            return _cannot(f"{told.archive}: {error.strerror or 'cannot be opened'}.")
        except TooLarge:
            return _cannot(f"{told.archive}: larger than 512 MB; bring the pictures in several archives.")
        except runs.Busy:
            return _cannot("Pictures are being brought already. Wait for the end, or stop that in the office.")
        report = _brought(run)
    if report.refused:
        return _cannot(f"{told.archive}: {report.refused}")
    _say(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if told.json else _words(report))
    return 1 if report.failed else 0


def _left(*, again: bool) -> int:
    """Exit code 0, whatever there was to do: what is left, and why, is said."""
    from troth.catalog.importing.pictures import leaving, runs
    from troth.catalog.importing.pictures.report import WHY

    if again:
        _say(f"{leaving.try_again()} pictures wait again.")
        return 0
    run = runs.latest()
    many = leaving.leave(runs.reported(run).failed if run else ())
    _say(
        "\n".join([f"{many} pictures were left there.", *(f"{n:6} {WHY.get(w, w)}" for w, n in leaving.left().items())])
    )
    return 0


def _where(lie: dict[str, int], *, as_json: bool, dry_run: bool) -> int:
    if as_json:
        _say(json.dumps({"waiting": lie}, ensure_ascii=False, indent=2))
    elif not lie:
        _say("No picture waits.")
    else:
        _say("\n".join(f"{count:6} at {host or '(addresses that lead nowhere)'}" for host, count in lie.items()))
        named = " ".join(f"--from {host}" for host in lie if host)
        _say(f"\nNothing was fetched. If you know these hosts: troth catalog pictures {named}")
    return 0 if dry_run or not lie else 1


def _sent(file: Path, ref: UUID) -> ImportRun:
    """A copy in the private folder, so that a run that is cut off can go on. Raises OSError, TooLarge and Busy."""
    from troth.catalog.importing import folder
    from troth.catalog.importing.pictures import archive, runs

    try:
        with file.open("rb") as there:
            folder.receive(ref, iter(lambda: there.read(_CHUNK), b""), archive.MOST_SENT)
        return runs.begun_with_archive(ref=ref)
    except BaseException:
        folder.forget(ref)
        raise


def _brought(run: ImportRun) -> PictureReport:
    from troth.catalog.importing.pictures import runs
    from troth.catalog.models import ImportRun, RunState

    ImportRun.move(run.ref, runs.AT_WORK, RunState.RUNNING)
    try:
        runs.go_on(run, shown=_progress)
    finally:  # cut off: what was brought is here, and the next time goes on with the rest
        ImportRun.move(run.ref, runs.AT_WORK, RunState.FAILED)
    return runs.reported(run)


def _words(report: PictureReport) -> str:
    counts = report.counts
    lines = [
        f"{counts['brought']} brought, {counts['known']} here already, {counts['failed']} could not be brought.",
        *(f"  {number:6} {words}" for words, number in report.reasons.items()),
    ]
    if report.failed:
        named = [f"  {', '.join(each.products) or '-'}: {each.what} [{each.why}]" for each in report.failed]
        lines += ["", *named[:MOST_LINES]]
        if len(named) > MOST_LINES:
            lines.append(f"  … and {len(named) - MOST_LINES} more; --json shows all.")
        lines += ["", "What cannot be had: troth catalog pictures --leave"]
    if report.unconfirmed:
        more = " ".join(f"--from {host}" for host in report.unconfirmed)
        lines += ["", f"If you know where they point to, add: {more}"]
    return "\n".join(lines)


def _progress(done: int, total: int) -> bool:
    if sys.stderr.isatty() or done == total:
        sys.stderr.write(f"\r{done} of {total} pictures")
        sys.stderr.write("\n" if done == total else "")
        sys.stderr.flush()
    return True


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _cannot(words: str) -> int:
    sys.stderr.write(words + "\n")
    return 2
