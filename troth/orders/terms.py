"""The terms of sale: a Markdown file beside the policy, and every version of it that was ever in force.

A version is the date in the text and a part of the text's hash, so that it can't change without a new name.

current()        -> Terms | None     what is in force; None for a shop without a file
in_words(code)   -> Terms | None     the same in another language, for reading; None where nobody translated it
by(version)      -> Terms | None     what somebody accepted
keep()                               writes the version in force down, once
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .models import TermsVersion

FILE = "terms.md"
HEAD = re.compile(r"# (?P<title>.+)\n+In force from (?P<day>\d{4}-\d{2}-\d{2})\.\n")
LONGEST = 200_000
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
    return [each for each in TermsVersion.objects.values_list("version", flat=True) if each != now]


def keep() -> str:
    """Its version. In the order's transaction, so that no order names terms that nobody can read any more."""
    terms = current()
    if terms is None:
        return ""
    if terms.version not in _found:
        _row, made = TermsVersion.objects.get_or_create(version=terms.version, defaults={"text": terms.text})
        if not made:  # what was just written may still be rolled back
            _found.add(terms.version)
    return terms.version


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
