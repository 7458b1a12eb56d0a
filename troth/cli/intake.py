"""`troth intake`: customers and orders from another shop's files. Prints counts, rows and columns, never a value."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from . import broken_off, naming

DATES = {"day-first": "day", "month-first": "month"}
MOST_LINES = 40  # of each part of the report; --json has them all
WORDS = {
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "known": "known here before",
    "expired": "past their time, left outside",
    "refused": "refused",
}

HOLDS = {
    "emails": "e-mail address",
    "email": "e-mail address",
    "name": "name",
    "telephone": "telephone number",
    "addresses": "address",
    "country": "country",
    "delivery": "delivery address",
    "billing": "billing address",
    "reference": "customer number",
    "origin": "how they came to the shop",
    "since": "known since",
    "last_activity": "last heard of",
    "by_mail": "a word on news by mail",
    "by_text": "a word on news by text message",
    "lines": "what was ordered",
    "taxes": "taxes by name",
    "given_back": "money given back",
    "payment_reference": "reference of the payment",
    "tracking": "tracking number",
    "paid_at": "when it was paid",
    "sent_at": "when it was sent",
    "cancelled_at": "when it was cancelled",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("intake", help="Bring in customers and orders of an earlier shop.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring = verbs.add_parser(
        "import",
        help="Bring in a file of customers or orders exported from Shopify, Wix or WooCommerce. Again, it changes nothing.",
        description="A no said in the earlier shop binds here; blank and “never subscribed” are no yes. What has "
        "outlived its retention stays outside and is counted. Nobody is written to.",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="A CSV file, or a ZIP archive with one inside.")
    bring.add_argument("--dry-run", action="store_true", help="Only show what would change.")
    naming.register(bring, "A word that is none tells the fields there are: those the policy lets in, and no others.")
    bring.add_argument(
        "--dates",
        choices=DATES,
        default="",
        help="What dates such as 3/4/2026 begin with, where the file does not tell.",
    )
    bring.add_argument(
        "--people",
        action="store_true",
        help="The table is of no shop system, and about people. Its headings say what its columns are, or --map does.",
    )
    bring.add_argument(
        "--shop",
        default="",
        metavar="NAME",
        help="A name for the former shop, if you had several of one system: their orders may have the same numbers. The same "
        "name with every file of that shop; of no person.",
    )
    bring.add_argument(
        "--currency",
        default="",
        metavar="CODE",
        help="What the amounts of orders are in, for a file that does not say it, such as EUR.",
    )
    bring.add_argument("--json", action="store_true", help="Print the whole report for a machine.")
    bring.set_defaults(run=_import)
    back = verbs.add_parser("undo", help="Take an import back, as far as nobody is a customer by now.")
    back.add_argument("ref", type=UUID, metavar="REF", help="As the import named it.")
    back.add_argument("--json", action="store_true", help="Print the result for a machine.")
    back.set_defaults(run=_undo)


def _import(told: argparse.Namespace) -> int:
    """Exit code 0: everything is in, or past its time; 1: something was lost, and is named; 2: not such a file."""
    from troth.catalog.importing import NotImportable, UnknownLayout
    from troth.intake import runs

    broken_off.tell()
    try:
        report = runs.by_command(
            told.file,
            dry_run=told.dry_run,
            progress=_progress,
            fields=naming.told(told),
            dates=DATES.get(told.dates, ""),
            people=told.people,
            shop=told.shop,
            currency=told.currency.upper(),
        )
    except NotImportable as reason:
        hint = " If it is a table of people, say so: --people" if type(reason) is UnknownLayout else ""
        return _cannot(f"{told.file.name}: {reason}{hint}")
    except OSError as error:
        return _cannot(f"{told.file}: {error.strerror or 'cannot be opened'}.")
    _say(json.dumps(report, ensure_ascii=False, indent=2) if told.json else _words(report))
    return 1 if report["rows"]["lost"] or report["products"]["refused"] else 0


def _undo(told: argparse.Namespace) -> int:
    """Exit code 0: all of it is gone; 1: some stays, and why is said; 2: no such import."""
    from troth.intake import runs

    done = runs.undo_by_command(told.ref, progress=_progress)
    if done is None:
        return _cannot("There is no import of that reference.")
    if told.json:
        _say(json.dumps(done, ensure_ascii=False, indent=2))
    else:
        _say(", ".join(f"{many} {what}" for what, many in done["undone"].items()) + ".")
        _say("\n".join(words for each in done["outcomes"] for words in each["words"]))
    return 1 if done["outcomes"] else 0


def _progress(done: int, total: int) -> None:
    if not sys.stderr.isatty() and done < total:
        return
    sys.stderr.write(f"\r{done} of {total}")
    sys.stderr.write("\n" if done == total else "")
    sys.stderr.flush()


def _words(report: dict[str, Any]) -> str:
    rows, would = report["rows"], "Would be: " if report["dry_run"] else ""
    lines = [f"{report['file']}: {report['layout']}, {report['encoding']}, {rows['read']} rows."]
    lines.append(would + ", ".join(f"{many} {WORDS[name]}" for name, many in report["products"].items()) + ".")
    lines += _part(
        "What the orders come to; compare that with your former shop", [_sum(each) for each in report["sums"]]
    )
    lines += _part("Rows and columns to look at", [_finding(each) for each in _by_row(report["findings"])])
    left = [f"{each['column']}: {each['cells']} cells" for each in report["left_behind"]]
    lines += _part("Columns that have no place here; --map COLUMN=FIELD names what one of them is", left)
    samples = [(each["row"], [HOLDS[name] for name in each["holds"] if name in HOLDS]) for each in report["samples"]]
    lines += _part("The first rows hold", [f"row {row}: {', '.join(holds)}" for row, holds in samples])
    if report["dry_run"]:
        lines += ["", "Nothing was changed: this was a dry run."]
    elif report["ref"]:
        lines += ["", f"To take it back: troth intake undo {report['ref']}"]
    return "\n".join(lines)


def _sum(each: dict[str, Any]) -> str:
    words = (
        "{orders} in {currency}: goods {goods}, discounts {discount}, shipping {shipping}, taxes {tax}, total {total}"
    )
    return words.format(**each)


def _by_row(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda each: each["row"])


def _finding(each: dict[str, Any]) -> str:
    where = f"row {each['row']}" if each["row"] else "file"
    column = f", {each['column']}" if each["column"] else ""
    return f"{where}{column} [{each['weight']}]: {each['words']}"


def _part(heading: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  … and {len(lines) - MOST_LINES} more; --json shows all."] if len(lines) > MOST_LINES else []
    return ["", f"{heading}:", *(f"  {line}" for line in lines[:MOST_LINES]), *more]


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _cannot(words: str) -> int:
    sys.stderr.write(words + "\n")
    return 2
