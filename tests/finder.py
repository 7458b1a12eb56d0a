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
    """"where: mark (how)" for everything found."""
    needles = [(mark, how, needle) for mark in dict.fromkeys(marks) for how, needle in spellings(mark)]
    return [
        f"{where}: {mark} ({how})"
        for where, text in places
        for mark, how, needle in needles
        if needle in text or needle in text.lower()
    ]


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


def spellings(mark: str) -> Iterator[tuple[str, bytes]]:
    """Ways of writing it down, each at least `SHORTEST` bytes, in lower case where case means nothing."""
    seen: set[bytes] = set()
    for form in (mark, mark.lower(), mark.upper(), unicodedata.normalize("NFD", mark)):
        for how, needle in _written(form):
            if len(needle) >= SHORTEST and needle not in seen:
                seen.add(needle)
                yield how, needle


def _written(text: str) -> Iterator[tuple[str, bytes]]:
    plain = text.encode()
    yield "plain", plain
    yield "hexadecimal", plain.hex().encode()
    yield "URL", quote(text, safe="").encode()
    yield "form", quote_plus(text).encode()
    yield "JSON", json.dumps(text)[1:-1].encode()
    yield "HTML", escape(text).encode()
    yield "UTF-16", text.encode("utf-16-le")
    yield "UTF-16, other end first", text.encode("utf-16-be")
    yield "Latin-1", text.encode("latin-1", "ignore")
    # A base64 text of something longer holds it in one of three ways, by where it begins.
    for shift in range(3):
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            begun = alphabet(b"\0" * shift + plain).rstrip(b"=")
            yield "base64", begun[(4 if shift else 0) : len(begun) - len(begun) % 4 - 4 or None]
