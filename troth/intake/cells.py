"""Cells as other shop systems write them, read into what we keep. A value that cannot be read becomes "" or None."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Final

import phonenumbers
from django.utils import timezone
from django_countries import countries

from troth.people import postal
from troth.people.telephone import parsed

LONGEST: Final = 200
_EMAIL: Final = re.compile(
    r"[^\s@,;<>\"'()\[\]\\\x00-\x1f]{1,64}@[^\s@,;<>\"'()\[\]\\\x00-\x1f]{1,190}\.[^\s@.,;<>]{2,63}"
)
_BETWEEN: Final = re.compile(r"[;,\n|]")
_NAMED: Final = re.compile(r"[^<>]*<([^<>]*)>")
_GUARDED: Final = frozenset("0123456789+-=@")
_DATES: Final = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y %I:%M:%S %p",
    "%b %d, %Y %H:%M",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d.%m.%Y",  # with points, the day is first everywhere (CLDR)
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
)
OLDEST: Final = 1990
_OTHERWISE: Final = {
    "USA": "US",
    "U.S.A.": "US",
    "UNITED STATES": "US",
    "UNITED STATES OF AMERICA": "US",
    "UK": "GB",
    "UNITED KINGDOM": "GB",
    "GREAT BRITAIN": "GB",
    "ENGLAND": "GB",
    "SCOTLAND": "GB",
    "WALES": "GB",
    "CZECH REPUBLIC": "CZ",
    "SOUTH KOREA": "KR",
    "RUSSIA": "RU",
    "TURKEY": "TR",
    "VIETNAM": "VN",
    "TAIWAN": "TW",
    "NETHERLANDS": "NL",
    "THE NETHERLANDS": "NL",
    "DEUTSCHLAND": "DE",
    "ÖSTERREICH": "AT",
    "SCHWEIZ": "CH",
}


def clean(cell: str, longest: int = LONGEST) -> str:
    """Without the apostrophe that keeps a spreadsheet from counting ('02118; not 't Hooft's) and control signs."""
    text = cell[1:] if cell.startswith("'") and cell[1:2] in _GUARDED else cell
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest].strip()


def code(cell: str, longest: int = 40) -> str:
    """A number, a postcode, an id: never begins with an apostrophe of its own ('EH1 2AB)."""
    return clean(cell.lstrip("'"), longest)


def email(cell: str) -> str:
    """An address that a mail could be sent to, else ""."""
    text = clean(cell, 254)
    return text if _EMAIL.fullmatch(text) else ""


def emails(cell: str) -> tuple[tuple[str, ...], bool]:
    """The addresses of a cell that may hold several, also as "Ada Marlowe <ada@example.com>"; and whether it held nothing else."""
    found, all_read = [], True
    for part in filter(None, map(str.strip, _BETWEEN.split(cell))):
        named = _NAMED.fullmatch(part)
        read = email((named[1] if named else part).removeprefix("mailto:"))
        found += [read] if read else []
        all_read = all_read and bool(read)
    return tuple(found), all_read


def telephone(cell: str, country: str) -> str:
    number = parsed(code(cell), country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if number else ""


@cache
def country(cell: str) -> str:
    """ISO 3166-1 for a code ("us") or an English name ("United States"); "" for what is neither."""
    text = clean(cell, 80).upper()
    code = text if len(text) == 2 and text != "UK" else _OTHERWISE.get(text) or countries.by_name(text.title()) or ""
    return code if code in postal.known_countries() else ""


def moment(cell: str) -> datetime | None:
    """A date of the past, with its time if it has one; without a zone it is UTC. None for what is none or ambiguous."""
    text = clean(cell, 60).removesuffix(" UTC")
    if not text:
        return None
    found = _iso(text) or next((date for each in _DATES if (date := _as(text, each))), None)
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC) if found.year >= OLDEST and found <= timezone.now() else None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) >= len("2024-01-05") else None
    except ValueError:
        return None


def _as(text: str, shape: str) -> datetime | None:
    try:
        return datetime.strptime(text, shape)
    except ValueError:
        return None


def person_name(first: str, last: str) -> str:
    return clean(f"{clean(first)} {clean(last)}", postal.LONGEST["name"])


def address(told: dict[str, str]) -> dict[str, str]:
    """The policy's `address` fields, fitted to the country's form where they fit; {} without street or country."""
    land = country(told.get("country", ""))
    lines = [clean(line) for line in told.get("street_address", "").splitlines()]
    cells = {name: clean(cell, postal.LONGEST.get(name, LONGEST)) for name, cell in told.items()}
    cells |= {"postcode": code(told.get("postcode", ""), postal.LONGEST["postcode"])}
    cells |= {"region": cells.get("region", "").removeprefix(f"{land}-") if land else cells.get("region", "")}
    cells |= {"country": land, "street_address": "\n".join(filter(None, lines))[: postal.LONGEST["street_address"]]}
    if not land or not (cells["street_address"] or cells.get("locality")):
        return {}
    fitted = postal.check(cells).cleaned
    kept = {name: fitted.get(name) or cells.get(name, "") for name in postal.FIELDS}
    return {name: text for name, text in kept.items() if text}
