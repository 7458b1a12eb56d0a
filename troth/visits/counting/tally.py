"""What was seen, summed: for each day how often what was counted. No sum is crossed with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from .. import agents
from ..agents import Agent
from ..models.counting import LONGEST_NAME, What
from . import seen as told
from .seen import Seen
from .several import Several
from .terms import term

OTHERS = ""  # a site, a word or a country that is not named
DIRECT = "-"  # an arrival that names no site

type Sums = Counter[tuple[date, What, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the process knows besides the requests. `read`: what an agent says of itself; `country`: a peer and what it forwarded."""

    read: Callable[[str], Agent]
    country: Callable[[str, str], str]
    sites: Several
    words: Several


def summed(all_seen: Iterable[Seen], known: Known) -> Sums:
    """Programs are counted by themselves, and in nothing else."""
    sums: Sums = Counter()
    for seen in all_seen:
        day = timezone.localdate(datetime.fromtimestamp(seen.at, tz=timezone.get_default_timezone()))
        agent = known.read(seen.agent)
        if agent.is_bot or (seen.secure and not seen.fetch_site and agents.keeps_back(agent)):
            if seen.page and not seen.as_visitor:
                sums[day, What.ROBOT, seen.page[:LONGEST_NAME]] += 1
            continue
        for what, name, many in _of(seen, agent, known):
            sums[day, what, name] += many
    return sums


def _of(seen: Seen, agent: Agent, known: Known) -> Iterable[tuple[What, str, int]]:
    if seen.as_visitor:
        yield What.VISITOR, seen.page[:LONGEST_NAME], 1
        return
    if seen.step:
        yield What.STEP, seen.step, 1
    if seen.words:
        yield from _searched(seen, known.words)
    if not seen.page:
        return
    page = seen.page[:LONGEST_NAME]
    yield What.VIEW, page, 1
    if told.is_arrival(seen):
        yield What.VISIT, page, 1
        yield What.SOURCE, _site(seen, known.sites), 1
        yield What.DEVICE, agent.device, 1
        if seen.address:
            yield What.COUNTRY, known.country(*seen.address), 1


def _searched(seen: Seen, words: Several) -> Iterable[tuple[What, str, int]]:
    """Each search is one of all; a term adds to its own number once in a quarter of an hour, and once it has one."""
    yield What.SEARCH, OTHERS, 1
    told_as = term(seen.words)
    times = words.heard(told_as, seen.at) if told_as else 0
    if times:
        yield What.SEARCH, told_as, times


def _site(seen: Seen, sites: Several) -> str:
    """A site's name once several visits came from it; until then it is one of the others."""
    site = told.source(seen)
    if not site:
        return DIRECT if not seen.referrer else OTHERS
    sites.heard(site, seen.at)
    return site if sites.is_known(site) else OTHERS
