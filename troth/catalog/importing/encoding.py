"""Which encoding a file is in: its mark if it has one, else UTF-8 if all of it is, else what Excel writes."""

from __future__ import annotations

import codecs
from typing import IO, Final

from django.utils.translation import gettext as _

from .report import Report

_CHUNK: Final = 1024 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(file: IO[bytes], report: Report) -> str:
    """The codec's name, also noted in the report. Reads the file through, piece by piece."""
    file.seek(0)
    head = file.read(4096)
    found = next((codec for mark, codec in _MARKS if head.startswith(mark)), "") or _unmarked_utf16(head)
    if not found and not _is_utf8(file):
        found = "windows-1252"
        report.note(_("The file is not UTF-8; it was read as Windows-1252, as Excel writes it. Look at the accents."))
    report.encoding = found or "utf-8"
    return report.encoding


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark: of mostly Latin text, every second byte is zero."""
    if len(head) < 8:
        return ""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return ""


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
