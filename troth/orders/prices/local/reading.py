"""A file of rates read as a whole: CSV with a line of names on top, as states and tax services publish it. Pure.

What is wrong is said with its line, all of it at once, and then nothing is taken in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from enum import StrEnum
from itertools import pairwise
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from troth.people import legible

from ..rates import WHOLE, in_words
from . import codes

MOST_ROWS: Final = 200_000
MOST_BYTES: Final = 20_000_000
SAID_AT_ONCE: Final = 20
LONGEST_NAME: Final = 80
SMALL: Final = 500  # thousandths of a per cent: no file's highest tax is below that

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "region": ("state", "region", "province", "state code"),
    "code": ("zip", "zip code", "zipcode", "postal code", "postcode", "zips", "zip range"),
    "first": ("zip from", "zip low", "zip start", "from", "from zip", "zip code from"),
    "last": ("zip to", "zip high", "zip end", "to", "to zip", "zip code to"),
    "rate": (
        "rate",
        "combined rate",
        "estimated combined rate",
        "estimatedcombinedrate",
        "combinedrate",
        "total rate",
        "tax rate",
    ),
    "name": ("name", "tax region name", "taxregionname", "jurisdiction", "tax name"),
}


class Writes(StrEnum):
    """How a file writes six and a quarter per cent."""

    PER_CENT = "percent"  # 6.25
    PARTS = "parts"  # 0.0625


class NotRates(ValueError):
    """The file can't be used. `faults`: sentences for the shopkeeper, each with its line."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """`line`: of the file. `first` and `last` as `codes` has them."""

    line: int
    region: str
    first: int
    last: int
    rate: int
    name: str


@dataclass(slots=True)
class _Reading:
    """One file as it is read. `padded`: how many ZIP codes had lost the noughts in front."""

    country: str
    writes: Writes
    regions: frozenset[str]
    faults: list[str] = field(default_factory=list)
    padded: int = 0

    def fault(self, line: int, says: str) -> None:
        self.faults.append(_("Line %(line)d: %(says)s") % {"line": line, "says": says})


@dataclass(frozen=True, slots=True)
class Read:
    rows: tuple[Row, ...]
    padded: int


def read(content: bytes, *, country: str, regions: Iterable[str], writes: Writes = Writes.PER_CENT) -> Read:
    """`regions`: the parts that an address in this country names; none where it names none. Raises NotRates."""
    if len(content) > MOST_BYTES:
        raise NotRates([_("The file is larger than 20 MB. Please bring it in state by state.")])
    reading = _Reading(country, writes, frozenset(regions))
    lines = _lines(content)
    _line, names = next(lines, (1, []))
    columns = _columns(names)
    rows = []
    for line, told in lines:
        if any(cell.strip() for cell in told) and (row := _row(reading, line, told, columns)):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise NotRates([_("The file has more than 200,000 rates. Please bring it in state by state.")])
        if len(reading.faults) >= SAID_AT_ONCE:
            break
    if not rows and not reading.faults:
        reading.faults.append(_("There is no rate in this file below the line of names."))
    rows = _apart(reading, rows)
    _likely(reading, rows)
    if reading.faults:
        raise NotRates(reading.faults[:SAID_AT_ONCE])
    return Read(tuple(rows), reading.padded)


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(content))
    try:
        for told in lines:
            yield lines.line_num, told
    except csv.Error:
        raise NotRates([_("The file is no CSV that can be read.")]) from None


def _text(content: bytes) -> str:
    """Noughts stand in no text; what has some is in UTF-16, or no text."""
    try:
        if b"\x00" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise NotRates([_("The file is not in UTF-8. Save it as “CSV UTF-8” and bring it in again.")])


def _delimiter(content: bytes) -> str:
    first = content.split(b"\n", 1)[0]
    return max(",;\t", key=lambda sign: first.count(sign.encode()))


def _columns(names: Sequence[str]) -> dict[str, int]:
    told = {" ".join(name.replace("_", " ").lower().split()): place for place, name in reversed([*enumerate(names)])}
    found = {
        what: next(told[each] for each in known if each in told)
        for what, known in NAMES.items()
        if any(each in told for each in known)
    }
    if "rate" not in found or not ("code" in found or "first" in found):
        raise NotRates(
            [
                _(
                    "The first line must name the columns: State, ZIP (or ZIP from and ZIP to), Rate, and Name if you like."
                )
            ]
        )
    return found


def _row(reading: _Reading, line: int, told: Sequence[str], columns: Mapping[str, int]) -> Row | None:
    cell = {what: told[place].strip() if place < len(told) else "" for what, place in columns.items()}
    region = _region(reading, line, cell.get("region", ""))
    span = _span(reading, line, cell)
    rate = _rate(reading, line, cell["rate"])
    name = cell.get("name", "")
    if len(name) > LONGEST_NAME:
        reading.fault(line, _("The name is longer than 80 letters."))
    try:
        legible.line(name)  # invoices print it
    except ValidationError as unseen:
        reading.fault(line, unseen.messages[0])
    if region is None or span is None or rate is None:
        return None
    return Row(line, region, *span, rate, name)


def _region(reading: _Reading, line: int, told: str) -> str | None:
    region = told.upper()
    if region in reading.regions or (not reading.regions and not region):
        return region
    if not region:
        reading.fault(line, _("It says no state."))
    else:
        reading.fault(
            line,
            _("“%(told)s” is no state of this country; write it as addresses do, such as MA.") % {"told": told[:40]},
        )
    return None


def _span(reading: _Reading, line: int, cell: Mapping[str, str]) -> tuple[int, int] | None:
    first, last = cell.get("first", ""), cell.get("last", "")
    if not first:
        first, last = _ends(cell.get("code", ""))
    if first.endswith("*") and not last:
        beginning = "".join(first[:-1].split()).upper()
        if beginning and beginning.isascii() and beginning.isalnum() and len(beginning) < codes.LONGEST:
            return codes.number(beginning), codes.last(beginning)
    else:
        low = _code(reading, first)
        high = _code(reading, last) if last else low
        if low and high and codes.number(low) <= codes.number(high):
            return codes.number(low), codes.number(high)
    told = "-".join(filter(None, (first, last)))[:40]
    reading.fault(
        line, _("“%(told)s” is no postal code, and no range: write 02186, 02101-02299 or 021*.") % {"told": told}
    )
    return None


def _ends(told: str) -> tuple[str, str]:
    """ "02101-02299" or "02101 to 02299"; a code by itself."""
    for sign in (" to ", "\N{EN DASH}", "-"):
        first, found, last = told.partition(sign)
        if found and len(first.strip()) == len(last.strip()):
            return first.strip(), last.strip()
    return told.strip(), ""


def _code(reading: _Reading, told: str) -> str:
    """A ZIP+4 is none here: whoever reads the rates finds them by five figures."""
    if reading.country == "US" and told.isascii() and told.isdigit():
        if 3 <= len(told) < 5:
            reading.padded += 1  # a spreadsheet took 02186 for a number
            told = told.zfill(5)
        return told if len(told) == 5 else ""
    return "" if reading.country == "US" else codes.plain(reading.country, told)


def _rate(reading: _Reading, line: int, told: str) -> int | None:
    text = told.removesuffix("%").strip().replace(",", ".")
    parts = reading.writes is Writes.PARTS and not told.endswith("%")
    try:
        scaled = Decimal(text).scaleb(5 if parts else 3)
    except DecimalException:
        reading.fault(line, _("“%(told)s” is no rate.") % {"told": told[:40]})
        return None
    if not scaled.is_finite() or not 0 <= scaled <= WHOLE:
        reading.fault(line, _("“%(told)s” is no rate between 0 and 100 per cent.") % {"told": told[:40]})
        return None
    if scaled != scaled.to_integral_value():
        said = _("“%(told)s” is finer than a thousandth of a per cent, which no tax here can be.")
        if scaled < SMALL and not parts:
            said = f"{said} {_('Say that the file writes 0.0625 for 6.25 per cent, if it does.')}"
        reading.fault(line, said % {"told": told[:40]})
        return None
    return int(scaled)


def _apart(reading: _Reading, rows: list[Row]) -> list[Row]:
    """In order, each said once. Two rates for one code are a fault: nobody could say which of them holds."""
    ordered = sorted(dict.fromkeys(rows), key=lambda row: (row.region, row.first, row.last, row.line))
    found = [row for row, _before in _first_of_twins(ordered)]
    for one, two in pairwise(found):
        if one.region == two.region and two.first <= one.last:
            says = _("Line %(other)d has a rate for %(code)s, too. Leave one of the two out.")
            reading.fault(two.line, says % {"other": one.line, "code": codes.written(two.first)})
    return found


def _first_of_twins(rows: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    before: Row | None = None
    for row in rows:
        twin = before is not None and (row.region, row.first, row.last, row.rate, row.name) == (
            before.region,
            before.first,
            before.last,
            before.rate,
            before.name,
        )
        if not twin:
            yield row, before
            before = row


def _likely(reading: _Reading, rows: Sequence[Row]) -> None:
    """Sales taxes are between one and twenty per cent or so: a file that has none there is written the other way."""
    highest = max((row.rate for row in rows), default=0)
    if rows and 0 < highest < SMALL and reading.writes is Writes.PER_CENT:
        told = {"rate": in_words(highest)}
        reading.faults.append(
            _("The highest rate would be %(rate)s per cent. Say that the file writes 0.0625 for 6.25 per cent.") % told
        )
    if highest > 30_000:
        told = {"rate": in_words(highest)}
        reading.faults.append(
            _("The highest rate would be %(rate)s per cent. Say that the file writes 6.25 for 6.25 per cent.") % told
            if reading.writes is Writes.PARTS
            else _("The highest rate would be %(rate)s per cent. Please look at the column of rates.") % told
        )
