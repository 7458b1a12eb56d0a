"""Finds a value in bytes however it was written down: plain, in another case or width, base64, hexadecimal, URL."""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote, quote_plus

from tests.cast import Customer

SHORTEST = 6  # bytes; a shorter needle turns up by chance


def found(marks: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """ "where: mark (how)" for everything found."""
    marks = list(dict.fromkeys(marks))
    in_any_case = [(mark, *each) for mark in marks for each in _distinct(_in_any_case(mark))]
    exact = [(mark, *each) for mark in marks for each in _distinct(_in_base64(mark))]
    faults = []
    for where, text in _gathered(places):
        for needles, hay in ((in_any_case, text.lower()), (exact, text)):
            faults += [f"{where}: {mark} ({how})" for mark, how, needle in needles if needle in hay]
    return faults


def marks_of(*customers: Customer) -> list[str]:
    """Names, addresses, telephones as typed and as the shop writes them, and the parts that give somebody away."""
    import phonenumbers

    marks: list[str] = []
    for each in customers:
        number = phonenumbers.parse(each.telephone)
        shapes = [
            phonenumbers.format_number(number, shape)
            for shape in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL)
        ]
        marks += [*each.marks, each.email.partition("@")[0], *shapes, each.name.split()[-1]]
    return marks


def _gathered(places: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Cells of one column as one text: one search instead of thousands."""
    texts: dict[str, list[bytes]] = {}
    for where, text in places:
        texts.setdefault(where, []).append(text)
    return ((where, b"\0".join(all_of_them)) for where, all_of_them in texts.items())


def _distinct(written: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    return list({needle: (how, needle) for how, needle in written if len(needle) >= SHORTEST}.values())


def _in_any_case(mark: str) -> Iterator[tuple[str, bytes]]:
    """Ways of writing it in which upper and lower case do not matter; the needles are in lower case."""
    for text in dict.fromkeys((mark, mark.lower(), mark.upper(), unicodedata.normalize("NFD", mark))):
        yield "plain", text.encode().lower()
        yield "hexadecimal", text.encode().hex().encode()
        yield "URL", quote(text, safe="").lower().encode()
        yield "form", quote_plus(text).lower().encode()
        yield "JSON", json.dumps(text)[1:-1].lower().encode()
        yield "HTML", escape(text).lower().encode()
        yield "UTF-16", text.encode("utf-16-le").lower()
        yield "UTF-16, other end first", text.encode("utf-16-be").lower()
        yield "Latin-1", text.encode("latin-1", "ignore").lower()


def _in_base64(mark: str) -> Iterator[tuple[str, bytes]]:
    """In something longer it is written in one of three ways, by where it begins; what lies at its ends is cut off."""
    for text in dict.fromkeys((mark, mark.lower())):
        for before in range(3):
            padded = b"\0" * before + text.encode()
            whole = slice(4 if before else 0, len(padded) // 3 * 4)
            yield "base64", base64.b64encode(padded)[whole]
            yield "base64", base64.urlsafe_b64encode(padded)[whole]
