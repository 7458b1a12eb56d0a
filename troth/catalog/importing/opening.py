"""The file somebody sent, as a stream of bytes: a table as it is, or the one table inside a ZIP archive.

An archive says itself how large it is, and may lie (a "zip bomb": a few kilobytes that unpack to gigabytes). Nothing is
believed: what comes out is counted while it comes, and the list of contents is bounded before it is read.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from typing import IO, Final

from django.utils.translation import gettext as _

from .errors import NotATable, TooLarge

MOST_BYTES: Final = 64 * 1024 * 1024  # four times what the largest of the former shops writes
LONGEST_CONTENTS: Final = 256 * 1024  # bytes of an archive's list of contents; a few thousand names
TABLES: Final = (".csv", ".tsv", ".txt")
_CHUNK: Final = 256 * 1024
_ZIP, _ZIP_END, _ZIP64 = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _LONGEST_COMMENT = 22, 65535
# The first bytes of what people send instead of a table.
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF-", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
)


def opened(file: IO[bytes]) -> IO[bytes]:
    """The table's bytes, at their beginning and seekable. Raises NotATable or TooLarge."""
    size = file.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise TooLarge(_too_large())
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    for mark, name in _FOREIGN:
        if head.startswith(mark):
            raise NotATable(
                _("This is a file of the kind %(kind)s. Save it as CSV (UTF-8) and send that.") % {"kind": name}
            )
    return _unpacked(file) if head.startswith((_ZIP, _ZIP_END)) else file


def _too_large() -> str:
    return _("The file is larger than %(most)d MB. Split it, then import the parts one after the other.") % {
        "most": MOST_BYTES // 1024 // 1024
    }


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    look_at_the_end(
        file, LONGEST_CONTENTS, _("This ZIP archive holds too many files. Send the one table that is meant.")
    )
    try:
        with zipfile.ZipFile(file) as archive:
            return _copied(archive, _the_one(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise NotATable(_("This ZIP archive cannot be read. Unpack it and send the table inside.")) from error
    except Exception as error:  # what decompressors raise at torn data has no common class (zlib.error, LZMAError)
        if isinstance(error, NotATable | TooLarge):
            raise
        raise NotATable(_("This ZIP archive is damaged. Unpack it and send the table inside.")) from error


def look_at_the_end(file: IO[bytes], longest: int, words: str) -> None:
    """Refuse a list of contents that would fill the memory: TooLarge with these words.

    Fields: APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16.
    """
    size = file.seek(0, io.SEEK_END)
    start = max(0, size - _END_LENGTH - _LONGEST_COMMENT - 20)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    ends = [tail.rfind(_ZIP_END), len(tail) - _END_LENGTH]
    for end in ends:
        if end < 0 or tail[end : end + 4] != _ZIP_END or len(tail) < end + _END_LENGTH:
            continue
        length = struct.unpack_from("<L", tail, end + 12)[0]
        if length > longest or tail[max(0, end - 20) : end].startswith(_ZIP64):
            raise TooLarge(words)


def _the_one(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The only table in the archive. A workbook is an archive, too; it is named as what it is."""
    inside = [entry for entry in archive.infolist() if not entry.is_dir() and not aside(entry.filename)]
    names = {entry.filename for entry in inside}
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise NotATable(
            _(
                "This is a spreadsheet's own file. In the spreadsheet, choose “Save as” and “CSV (UTF-8)”, and send that."
            )
        )
    tables = [entry for entry in inside if entry.filename.casefold().endswith(TABLES)]
    if len(tables) != 1 or len(inside) != 1:
        raise NotATable(
            _("This ZIP archive holds %(count)d files. Send one table at a time: one file ending in .csv.")
            % {"count": len(inside)}
        )
    if tables[0].flag_bits & 0x1:
        raise NotATable(_("This ZIP archive is locked with a password. Unpack it and send the table inside."))
    return tables[0]


def aside(name: str) -> bool:
    """What macOS adds beside every file."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] == ".DS_Store"


def _copied(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """Unpacked into a nameless file that only this process can open, and no further than a table may be large."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  (handed to the caller; gone when it is let go)
    try:
        with archive.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                out.write(chunk)
                if out.tell() > MOST_BYTES:
                    raise TooLarge(
                        _("Unpacked, the file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
                    )
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out
