"""`troth catalog`: bring in products from another shop's file, or the sample catalogue."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troth.catalog.importing import Report

MOST_LINES = 40  # of each part of the report; --json has them all


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("catalog", help="Import products, or load the sample catalogue.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring = verbs.add_parser(
        "import",
        help="Import a Shopify export of products. Importing the same file again changes nothing.",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="A CSV file, in either of Shopify's layouts.")
    bring.add_argument("--dry-run", action="store_true", help="Only show what would change.")
    bring.add_argument("--currency", default="", metavar="CODE", help="Currency of the prices, such as EUR.")
    bring.add_argument("--json", action="store_true", help="Print the whole report for a machine.")
    bring.set_defaults(run=_import)
    sample = verbs.add_parser("sample", help="Add the sample catalogue; what is there already stays as it is.")
    sample.add_argument("--json", action="store_true", help="Print the result for a machine.")
    sample.set_defaults(run=_sample)


def _import(told: argparse.Namespace) -> int:
    """Exit code 0: everything is in; 1: something was lost, and is named; 2: the file cannot be imported."""
    from troth.catalog.importing import NotImportable, import_file
    from troth.catalog.money import is_currency

    if told.currency and not is_currency(told.currency.upper()):
        return _cannot(f"“{told.currency}” is no ISO 4217 currency code; write one such as USD.")
    try:
        report = import_file(told.file, currency=told.currency.upper(), dry_run=told.dry_run, progress=_progress)
    except NotImportable as reason:
        return _cannot(f"{told.file.name}: {reason}")
    except OSError as error:
        return _cannot(f"{told.file}: {error.strerror or 'cannot be opened'}.")
    _say(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if told.json else _words(report))
    return 0 if report.clean else 1


def _sample(told: argparse.Namespace) -> int:
    from troth.catalog import sample

    loaded = sample.load()
    if told.json:
        result = {"categories": loaded.categories, "products": loaded.products}
        _say(json.dumps({**result, "left_alone": list(loaded.left_alone)}))
    elif loaded.products:
        _say(f"Added {loaded.products} sample products in {loaded.categories} new categories.")
    else:
        _say("The sample catalogue is in the shop already; nothing was changed.")
    if loaded.left_alone and not told.json:
        _say(f"Left alone, because the shop has other products there: {', '.join(loaded.left_alone)}.")
    return 0


def _progress(done: int, total: int) -> None:
    if not sys.stderr.isatty() and done < total:
        return
    sys.stderr.write(f"\r{done} of {total} products")
    sys.stderr.write("\n" if done == total else "")
    sys.stderr.flush()


def _words(report: Report) -> str:
    """The report for people: what happened, then what needs a look."""
    counts = report.counts
    lines = [
        f"{report.file}: {report.layout}, {report.encoding}, {report.rows} rows, {len(report.products)} products.",
        ("Would be: " if report.dry_run else "")
        + f"{counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged, "
        f"{counts['refused']} refused.",
    ]
    lines += _part("Changes", _changes(report))
    lines += _part("Rows and columns to look at", [_finding(report, place) for place in _by_row(report)])
    lines += _part(
        "Columns the shop has no place for",
        [f"{left.column}: {left.cells} cells, such as “{left.example}”" for left in report.left_behind],
    )
    lines += _part(
        "Pictures are not fetched; upload them in the office (a drawing stands in their place)",
        [f"{handle}: {url}" for handle, url in report.to_fetch],
    )
    if report.dry_run:
        lines += ["", "Nothing was changed: this was a dry run."]
    return "\n".join(lines)


def _changes(report: Report) -> list[str]:
    return [
        f"{product.handle}{f' ({change.where})' if change.where else ''}: {change.field} "
        f"“{change.before}” → “{change.after}”"
        for product in report.products
        for change in product.changes
    ]


def _by_row(report: Report) -> list[int]:
    return sorted(range(len(report.findings)), key=lambda place: report.findings[place].row)


def _finding(report: Report, place: int) -> str:
    finding = report.findings[place]
    where = f"row {finding.row}" if finding.row else "file"
    column = f", {finding.column}" if finding.column else ""
    return f"{where}{column} [{finding.weight}]: {finding.words}"


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
