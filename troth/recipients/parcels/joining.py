"""The labels of many parcels as one file, in the order they were booked.

PyPDF2 reads the pages: karrio needs it, and without karrio no label is a PDF. Nothing in a page is looked at, only carried over.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

logger = logging.getLogger("troth.recipients")


@dataclass(frozen=True, slots=True)
class Joined:
    """`unread`: the places of those that no page could be read of; they are not in `content`."""

    content: bytes = field(repr=False)
    unread: tuple[int, ...] = ()


def pages(labels: Sequence[bytes]) -> Joined:
    """PDFs as one PDF; `content` is b"" where not one of them could be read."""
    unread = []
    try:
        pdf = import_module("PyPDF2")
    except ModuleNotFoundError:  # labels that came without karrio
        return Joined(b"", tuple(range(len(labels))))
    whole = pdf.PdfWriter()
    for place, label in enumerate(labels):
        try:
            _append(pdf, whole, label)
        except Exception as error:  # whatever a broken file makes a reader raise; the others are printed
            logger.warning("a label could not be joined with the others: %s", type(error).__name__)  # never its text
            unread.append(place)
    if len(unread) == len(labels):
        return Joined(b"", tuple(unread))
    out = io.BytesIO()
    whole.write(out)
    return Joined(out.getvalue(), tuple(unread))


def commands(labels: Sequence[bytes]) -> bytes:
    """ZPL is read from front to back, so one label follows the other; a line end keeps them apart."""
    return b"".join(label.rstrip() + b"\n" for label in labels)


def _append(pdf: Any, whole: Any, label: bytes) -> None:
    """All of its pages or none. Raises whatever reading comes to."""
    alone = pdf.PdfWriter()
    for page in pdf.PdfReader(io.BytesIO(label)).pages:
        alone.add_page(page)
    if not alone.pages:
        raise ValueError("no page")
    read = io.BytesIO()
    alone.write(read)  # what only looks whole breaks here, before anything of it is taken over
    read.seek(0)
    for page in pdf.PdfReader(read).pages:
        whole.add_page(page)
