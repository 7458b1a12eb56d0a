"""`troth catalog`: bring in products from another shop's file, or the sample catalogue; write them out again."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from . import broken_off, catalog_pictures, naming

if TYPE_CHECKING:
    from troth.catalog.importing import Report

MOST_LINES = 40  # of each part of the report; --json has them all


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("catalog", help="Import products, or load the sample catalogue.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring = verbs.add_parser(
        "import",
        help="Import products exported from Shopify, Wix, WooCommerce or Medusa. Importing a file again changes nothing.",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="A CSV file, or a ZIP archive with one inside.")
    bring.add_argument("--dry-run", action="store_true", help="Only show what would change.")
    bring.add_argument("--currency", default="", metavar="CODE", help="Currency of the prices, such as EUR.")
    naming.register(bring, "Such as title, sku, price, specification, ignore; a word that is none tells them all.")
    bring.add_argument("--json", action="store_true", help="Print the whole report for a machine.")
    bring.set_defaults(run=_import)
    back = verbs.add_parser("undo", help="Take an import back, as far as nobody changed its products since.")
    back.add_argument("ref", type=UUID, metavar="REF", help="As the import named it.")
    back.add_argument("--json", action="store_true", help="Print the whole report for a machine.")
    back.set_defaults(run=_undo)
    out = verbs.add_parser("export", help="Write all products as one CSV file, which this and other shops can read.")
    out.add_argument("file", type=Path, metavar="FILE", help="Where to write it; it must not exist yet.")
    out.set_defaults(run=_export)
    catalog_pictures.register(verbs)
    sample = verbs.add_parser("sample", help="Add the sample catalogue; what is there already stays as it is.")
    sample.add_argument("--json", action="store_true", help="Print the result for a machine.")
    sample.set_defaults(run=_sample)


def _import(told: argparse.Namespace) -> int:
    """Exit code 0: everything is in; 1: something was lost, and is named; 2: the file cannot be imported."""
    from troth.catalog.importing import NotImportable
    from troth.catalog.money import is_currency

    if told.currency and not is_currency(told.currency.upper()):
        return _cannot(f"“{told.currency}” is no ISO 4217 currency code; write one such as USD.")
    broken_off.tell()
    try:
        report, ref = _imported(told.file, told.currency.upper(), naming.told(told), dry_run=told.dry_run)
    except NotImportable as reason:
        hint = (
            " --map COLUMN=FIELD names one; in the office, “Bring in” asks for all." if reason.asks == "columns" else ""
        )
        return _cannot(f"{told.file.name}: {reason}{hint}")
    except OSError as error:
        return _cannot(f"{told.file}: {error.strerror or 'cannot be opened'}.")
    if told.json:
        _say(json.dumps({**report.as_json(), "ref": ref}, ensure_ascii=False, indent=2))
    else:
        _say(_words(report) + (f"\n\nTo take it back: troth catalog undo {ref}" if ref else ""))
    return 0 if report.clean else 1


def _imported(file: Path, currency: str, fields: dict[str, str], *, dry_run: bool) -> tuple[Report, str]:
    """The report, and by which reference the import can be taken back ("" if it did nothing)."""
    from troth.catalog.importing import import_file, reading, recorded, working
    from troth.catalog.importing import naming as named
    from troth.catalog.importing.keeping import Keeping
    from troth.catalog.models import RunState
    from troth.orders.prices import classes

    columns = named.taken_as(fields, reading.columns_of(file)) if fields else {}
    taxed = classes.known()
    if dry_run:
        report = import_file(file, currency=currency, classes=taxed, dry_run=True, progress=_progress, taken_as=columns)
        return report, ""
    ref = uuid4()
    with working.at_work(ref):
        run = recorded.begun(currency, ref)
        try:
            report = import_file(
                file, currency=currency, classes=taxed, progress=_progress, keeper=Keeping(run), taken_as=columns
            )
        except Exception:
            if run.steps.exists():
                recorded.ended(run, RunState.FAILED)
            else:
                run.delete()
            raise
        if not run.steps.exists():
            run.delete()
            return report, ""
        recorded.counted(run, report)
        recorded.ended(run, RunState.DONE)
    return report, str(ref)


def _undo(told: argparse.Namespace) -> int:
    """Exit code 0: all of it is as before; 1: some was changed since and stays, and is named; 2: no such import."""
    from troth.catalog.importing import recorded, undo
    from troth.catalog.models import ImportRun, RunState

    run = ImportRun.objects.filter(ref=told.ref, kind=recorded.KIND).first()
    if run is None:
        return _cannot("There is no import of that reference.")
    report = undo.undo(run, _progress)
    recorded.ended(run, RunState.UNDONE)
    if told.json:
        _say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        counts = report.counts
        _say(", ".join(f"{count} {fate}" for fate, count in counts.items()) + ".")
        _say("\n".join(f"{each.handle}: {words}" for each in report.products for words in each.words))
    return 1 if any(each.words for each in report.products) else 0


def _export(told: argparse.Namespace) -> int:
    from troth.catalog.exporting import table

    try:
        with told.file.open("x", encoding="utf-8", newline="") as file:
            for piece in table.lines():
                file.write(piece)
    except OSError as error:
        return _cannot(f"{told.file}: {error.strerror or 'cannot be written'}.")
    return 0


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
        "Columns the shop has no place for; --map COLUMN=FIELD names what one of them is",
        [f"{left.column}: {left.cells} cells, such as “{left.example}”" for left in report.left_behind],
    )
    lines += _part(
        "Pictures that still lie at the former shop; `troth catalog pictures` fetches them",
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
