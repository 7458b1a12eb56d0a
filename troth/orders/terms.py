"""The terms of sale: a Markdown file beside the policy, and every version of it that was ever in force.

A version is the date in the text and a part of the text's hash, so that it can't change without a new name. A translation
is kept beside it as it was read, under the version's name, its language, and a part of its own hash.

current()             -> Terms | None     what is in force; None for a shop without a file
in_words(code)        -> Terms | None     the same in another language, for reading; None where nobody translated it
by(version)           -> Terms | None     what somebody accepted
kept(version, code)   -> Terms | None     the newest translation of it that somebody accepted it in
read_in(version)      -> codes            of the languages it is kept in, besides the first
keep()                                    writes the version in force down, once, and what the buyer reads it in
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from troth.policy import FIRST

from .models import TermsVersion

FILE = "terms.md"
HEAD = re.compile(r"# (?P<title>.+)\n+In force from (?P<day>\d{4}-\d{2}-\d{2})\.\n")
LONGEST = 200_000
APART = "."  # between a version and the language it was read in; no version has one
_found: set[str] = set()  # versions this process has seen in the store


class NotTerms(ValueError):
    """The file can't be used. The message is a sentence for the shopkeeper."""


@dataclass(frozen=True, slots=True)
class Terms:
    """`text`: Markdown, as in the file. `body`: the same without its title and date."""

    version: str
    title: str
    day: date
    text: str
    body: str


def current() -> Terms | None:
    """Raises NotTerms. No query; the file is read again when it changed."""
    path = _path()
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(path, changed)


def in_words(language: str) -> Terms | None:
    """Raises NotTerms. A translation of another day's terms is none of these; no query."""
    now, path = current(), _path().parent / language / FILE
    try:
        told = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    return told if now is not None and told.day == now.day else None


def version() -> str:
    """Of what is in force; "" where there is nothing to accept."""
    terms = current()
    return terms.version if terms else ""


def by(version: str) -> Terms | None:
    """A version in force or of earlier days. One query at most."""
    now = current()
    if now is not None and now.version == version:
        return now
    text = TermsVersion.objects.filter(version=version).values_list("text", flat=True).first()
    return parse(text) if text else None


def earlier() -> list[str]:
    """Versions kept beside the one in force, newest first."""
    now = version()
    names = TermsVersion.objects.exclude(version__contains=APART).values_list("version", flat=True)
    return [each for each in names if each != now]


def kept(version: str, language: str) -> Terms | None:
    """One query."""
    told = TermsVersion.objects.filter(version__startswith=_beside(version, language))
    text = told.values_list("text", flat=True).first()
    return parse(text) if text else None


def read_in(version: str) -> tuple[str, ...]:
    """One query."""
    names = TermsVersion.objects.filter(version__startswith=_beside(version)).values_list("version", flat=True)
    return tuple(sorted({name.split(APART)[1] for name in names}))


def keep() -> str:
    """Its version. In the order's transaction, so that no order names terms that nobody can read any more."""
    terms = current()
    if terms is None:
        return ""
    _write(terms.version, terms.text)
    language = get_language() or FIRST
    told = in_words(language) if language != FIRST else None
    if told is not None:
        _write(_beside(terms.version, language) + told.version[-8:], told.text)
    return terms.version


def _write(name: str, text: str) -> None:
    if name not in _found:
        _row, made = TermsVersion.objects.get_or_create(version=name, defaults={"text": text})
        if not made:  # what was just written may still be rolled back
            _found.add(name)


def _beside(version: str, language: str = "") -> str:
    """How the names of its translations begin."""
    return f"{version}{APART}{language}{APART}" if language else f"{version}{APART}"


def parse(text: str) -> Terms:
    """Raises NotTerms."""
    text = text.replace("\r\n", "\n")
    head = HEAD.match(text)
    if head is None:
        raise NotTerms("terms.md begins with '# Title', an empty line and 'In force from 2026-11-22.'")
    try:
        day = date.fromisoformat(head["day"])
    except ValueError:
        raise NotTerms(f"'{head['day']}' in terms.md is no date.") from None
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Terms(f"{day:%Y-%m-%d}-{digest}", head["title"].strip(), day, text, text[head.end() :].strip())


def _path() -> Path:
    return Path(settings.TROTH.policy_dir) / FILE


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Terms:
    if path.stat().st_size > LONGEST:
        raise NotTerms(f"terms.md is longer than {LONGEST:,} bytes.")
    return parse(path.read_text(encoding="utf-8"))
