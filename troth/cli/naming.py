"""`--map "Column=field"`: what a column of a file is that we do not know."""

from __future__ import annotations

import argparse


def register(parser: argparse.ArgumentParser, known: str) -> None:
    """`known`: where the fields are told, for the help."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="COLUMN=FIELD",
        help=f"Take a column that is not understood as this field; may be given several times. {known}",
    )


def told(namespace: argparse.Namespace) -> dict[str, str]:
    """Column → field."""
    return dict(namespace.map)


def _pair(text: str) -> tuple[str, str]:
    """The last “=” parts the two: a column may have one in its name, a field has none."""
    column, _sign, field = text.rpartition("=")
    if not column.strip() or not field.strip():
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form COLUMN=FIELD")
    return column.strip(), field.strip()
