"""Fetching what waits, from confirmed hosts, one after the other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from troth.catalog.redrawn import NotAPicture, redrawn
from troth.recipients.former_shop import Errand, NotFetched

from . import shelf, waiting
from .budget import MOST_IN_ALL, Hand, Progress
from .report import Failure, PictureReport
from .waiting import Waiting

GIVEN_UP_AFTER: Final = 5  # addresses of a host in a row at which nobody answered
_NOBODY: Final = frozenset({"no-answer", "slow", "tls", "unknown-host", "busy"})


@dataclass(slots=True)
class _Hosts:
    """How often in a row nobody answered where."""

    silent: Counter[str] = field(default_factory=Counter)

    def given_up(self, host: str) -> bool:
        return self.silent[host] >= GIVEN_UP_AFTER

    def heard(self, host: str, why: str) -> None:
        self.silent[host] = self.silent[host] + 1 if why in _NOBODY else 0


def fetch(
    hosts: frozenset[str],
    report: PictureReport,
    *,
    progress: Progress,
    note: Callable[[PictureReport], None],
    seconds: float,
) -> bool:
    """Fetch what waits at these hosts; False if time ran out, or `progress` said no, before the end.

    What failed in this errand before (it is in `report`) is not asked for again.
    """
    tried, end = {each.what for each in report.failed}, time.monotonic() + seconds
    todo = [each for each in waiting.of_the_shop() if each.url not in tried]
    errand, silence, hand = Errand(hosts), _Hosts(), Hand(report, note)
    before, in_all = report.bytes, report.of_all + len(todo)
    try:
        for each in todo:
            if not progress(report.of_all, in_all) or time.monotonic() > end:
                return False
            known = shelf.brought_from(each.url)
            if known is not None:
                report.known += 1
                hand.take(each, known)
                continue
            titles = waiting.titles(each.products)
            try:
                image = _brought(each, titles, errand, silence, before)
            except (NotFetched, NotAPicture) as trouble:
                report.failed.append(_failure(each, trouble, titles))
                continue
            finally:
                report.bytes = before + errand.came
            report.brought += 1
            hand.take(each, image)
        progress(in_all, in_all)
        return True
    finally:
        hand.hang()


def _brought(each: Waiting, titles: Sequence[str], errand: Errand, silence: _Hosts, before: int) -> int:
    """The picture's key. Raises NotFetched and NotAPicture."""
    host = each.host
    if silence.given_up(host):
        raise NotFetched("given-up", host)
    if before + errand.came > MOST_IN_ALL:
        raise NotFetched("all")
    try:
        content = errand.picture(each.url)
    except NotFetched as trouble:
        silence.heard(host, trouble.why)
        raise
    silence.heard(host, "")
    return shelf.put(redrawn(content), titles[0] if titles else host, name_of(each.url)).pk


def _failure(each: Waiting, trouble: NotFetched | NotAPicture, titles: Sequence[str]) -> Failure:
    host = trouble.host if isinstance(trouble, NotFetched) else each.host
    return Failure(each.url, trouble.why, host, tuple(titles))


def name_of(url: str) -> str:
    """The file's name in an address, without its ending: "https://…/blue%20mug.jpg?v=1" is "blue mug"."""
    return PurePosixPath(unquote(urlsplit(url).path)).stem
