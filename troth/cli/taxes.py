"""`troth taxes`: rates below a state's, by postal codes, from the files that states and tax services publish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "taxes",
        help="Bring in tax rates by postal codes, look at them, and undo them.",
        description="Tax rates of counties, cities and districts, by postal codes. They count where the shop has a tax of its own "
        "for the state (in the office under Prices, Taxes), in its place; the office has the same under Local rates.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    bring = verbs.add_parser(
        "bring-in",
        help="Look at a file of rates; with --begin they are in force from now on.",
        description="A CSV file with a line of names on top: State, ZIP (02186, 02101-02299 or 021*) or ZIP from and ZIP to, Rate, "
        "and Name if you like. What it would change is printed. Without --begin nothing is kept. Exit code 1 if the file can't "
        "be used.",
    )
    bring.add_argument("file", type=Path, help="The file.")
    bring.add_argument("--country", default="US", help="Whose postal codes these are (US).")
    bring.add_argument(
        "--rates",
        choices=("percent", "parts"),
        default="percent",
        help="How the file writes 6.25 per cent: 6.25 (percent), or 0.0625 (parts).",
    )
    bring.add_argument("--begin", action="store_true", help="Bring them into force.")
    bring.set_defaults(run=_bring_in)
    listed = verbs.add_parser(
        "list", help="What was brought in, newest first.", description="Lists what was brought in."
    )
    listed.set_defaults(run=_list)
    undo = verbs.add_parser(
        "undo",
        help="Take one back: what held before it holds again.",
        description="Takes an edition out of force. What was in force before it for each of its states holds again.",
    )
    undo.add_argument("edition", type=int, help="Its number, as `troth taxes list` prints it.")
    undo.set_defaults(run=_undo)


def _bring_in(told: argparse.Namespace) -> int:
    from troth.orders.prices.local import bringing, editions
    from troth.orders.prices.local.reading import NotRates, Writes
    from troth.orders.prices.rates import in_words

    try:
        content = told.file.read_bytes()
    except OSError as error:
        sys.stderr.write(f"{told.file} can't be read: {error.strerror}.\n")
        return 1
    try:
        found = bringing.look(content, country=told.country.upper(), writes=Writes(told.rates), source=told.file.name)
    except NotRates as wrong:
        sys.stderr.write("".join(f"{fault}\n" for fault in wrong.faults))
        sys.stderr.write("Nothing was taken in. Put the file right and bring it in again.\n")
        return 1
    if found.padded:
        sys.stdout.write(f"{found.padded} ZIP codes had lost the noughts in front; they were given back.\n")
    for each in found.changes:
        says = (
            f"{each.region or told.country}: {each.rows} rates, {in_words(each.lowest)}% to {in_words(each.highest)}%"
        )
        counts = f"{each.new} new, {each.changed} changed, {each.gone} gone"
        beside = "" if each.registered else "; they don't count, as the shop has no tax for this state"
        sys.stdout.write(f"{says} ({counts}{beside})\n")
    if told.begin:
        editions.begin(found.edition.pk)
        sys.stdout.write(
            f"In force as edition {found.edition.pk}. `troth taxes undo {found.edition.pk}` takes it back.\n"
        )
    else:
        editions.drop(found.edition.pk)
        sys.stdout.write("Nothing was kept. Add --begin to bring them into force.\n")
    return 0


def _list(told: argparse.Namespace) -> int:
    from troth.orders.prices.local import bringing

    for each in bringing.listed():
        sys.stdout.write(
            f"{each.number:>6}  {each.standing:<10}  {each.made_at:%Y-%m-%d %H:%M}  {each.rows:>7} rates  {each.source}\n"
        )
    return 0


def _undo(told: argparse.Namespace) -> int:
    from troth.orders.prices.local import editions

    try:
        editions.undo(told.edition)
    except editions.NotThere:
        sys.stderr.write("No such edition is in force; `troth taxes list` shows what is.\n")
        return 1
    sys.stdout.write("Undone. What was in force before holds again.\n")
    return 0
