"""A ZIP archive of pictures from the shopkeeper's disk.

Nothing of it is written anywhere under a name it brings: names are compared, never opened. What an archive says about its
size is not believed (a "zip bomb" is a few kilobytes that unpack to gigabytes): the list of contents is bounded before it
is read, and what comes out is counted while it comes.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from troth.recipients.former_shop import MOST_BYTES

from ..errors import NotATable, TooLarge
from ..opening import aside, look_at_the_end

MOST_SENT: Final = 512 * 1024 * 1024  # bytes of the archive
MOST_UNPACKED: Final = 2 * 1024 * 1024 * 1024
MOST_FILES: Final = 10_000
LONGEST_CONTENTS: Final = 2 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_ARCHIVES: Final = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar")
_DIGITS: Final = re.compile(r"(\d+)")


class NotTaken(Exception):
    """One file of the archive. `why`: a word for the report."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(slots=True)
class Archive:
    """`unpacked`: bytes so far, of all."""

    zipped: zipfile.ZipFile
    unpacked: int = 0

    def names(self) -> list[str]:
        """Of all files: "mug" before "mug-2" before "mug-10". Raises TooLarge."""
        inside = [each for each in self.zipped.infolist() if not each.is_dir() and not aside(each.filename)]
        if len(inside) > MOST_FILES:
            raise TooLarge(_too_many())
        return sorted({each.filename for each in inside}, key=_by_number)

    def content(self, name: str) -> bytes:
        """Raises NotTaken."""
        entry = self.zipped.getinfo(name)
        _look_at(entry)
        if self.unpacked > MOST_UNPACKED:
            raise NotTaken("all")
        try:
            with self.zipped.open(entry) as packed:
                return self._read(packed)
        except NotTaken:
            raise
        except Exception:  # what decompressors raise at torn data has no common class (zlib.error, LZMAError)
            raise NotTaken("torn") from None

    def _read(self, packed: IO[bytes]) -> bytes:
        pieces, size = [], 0
        while piece := packed.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            self.unpacked += len(piece)
            if size > MOST_BYTES:
                raise NotTaken("large")
        if not size:
            raise NotTaken("empty")
        return b"".join(pieces)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Raises NotATable or TooLarge, in words."""
    with path.open("rb") as file:
        look_at_the_end(file, LONGEST_CONTENTS, _too_many())
        try:
            zipped = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise NotATable(_("This is no ZIP archive that can be read.")) from error
        with zipped:
            yield Archive(zipped)


def _look_at(entry: zipfile.ZipInfo) -> None:
    """Refuse what is not a file of its own in this archive. Raises NotTaken."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise NotTaken("path")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise NotTaken("link")
    if entry.flag_bits & 0x1:
        raise NotTaken("locked")
    if entry.filename.casefold().endswith(_ARCHIVES):
        raise NotTaken("archive")


def _too_many() -> str:
    return _("This ZIP archive holds too many files. Send %(most)s at most.") % {"most": MOST_FILES}


def _by_number(name: str) -> tuple[tuple[str, int], ...]:
    stem, _dot, ending = name.casefold().rpartition(".")
    parts = _DIGITS.split(stem or ending)
    return tuple((part, 0) if place % 2 == 0 else ("", int(part[:18])) for place, part in enumerate(parts))
