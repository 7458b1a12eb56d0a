"""What `troth doctor` asks about languages: that each the policy is written in is spoken, whole, and what is sold under, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from troth import gate
from troth.catalog.words import further
from troth.orders import terms
from troth.orders.prices import untranslated
from troth.policy import FIRST, PolicyError, languages, translate

from .finding import Finding


def spoken() -> Iterator[Finding]:
    names = ", ".join(name for _code, name in settings.LANGUAGES)
    faults = [fault for code in languages(settings.TROTH.policy_dir) for fault in _faults(code)]
    faults += [fault for code, _name in further() for fault in _unsaid(code)]
    if not faults:
        yield Finding("languages", "fit", names)
    for status, says in faults:
        yield Finding("languages", status, says)


def _unsaid(code: str) -> Iterator[tuple[str, str]]:
    """Names in the price book that a basket in that language shows in the first one."""
    count = len(untranslated.names(code))
    if count:
        what = (
            "offer, voucher, tax or way of sending has"
            if count == 1
            else "offers, vouchers, taxes and ways of sending have"
        )
        yield "note", f"{count} {what} no words in {code}; see “Not yet translated” at the office"


def _faults(code: str) -> Iterator[tuple[str, str]]:
    messages = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"
    if not messages.is_file():
        yield "note", f"the policy speaks {code} and the program does not; its pages are not shown in it"
        return
    compiled = messages.with_suffix(".mo")
    if not compiled.is_file() or compiled.stat().st_mtime < messages.stat().st_mtime:
        yield "unfit", f"{code} is not compiled; run `dev/environment app`"
    try:
        if code != FIRST:
            translate(gate.policy(), settings.TROTH.policy_dir, code)
    except PolicyError as error:
        count = len(error.problems)
        faults = "fault" if count == 1 else "faults"
        yield "unfit", f"the policy in {code} has {count} {faults}; run `troth policy check` for the places"
    if terms.current() is not None and terms.in_words(code) is None:
        yield "note", f"the terms of sale are not translated into {code} as they are now, and are shown in {FIRST}"
