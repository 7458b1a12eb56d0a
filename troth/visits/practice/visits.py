"""Made-up visits of the last weeks, by the ways real ones take: counted, and those of the last days noted in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from troth import gate
from troth.catalog import browse

from .. import agents
from ..counting import Seen, Step, countries, store, tally
from ..counting.several import Several
from ..log.buffer import KIND, PURPOSE, SOURCE
from ..log.came import Came, noted
from ..models import Count

WEEKS: Final = 4
LOGGED: Final = 2  # days before today that stand in the log
A_DAY: Final = (30, 70)
ALLOW: Final = 0.4  # of them measurement
HOST: Final = "shop.example"
_AGENTS: Final = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "ExampleBot/1.0 (+https://bot.example/)",
)
_HOW_OFTEN: Final = (6, 7, 5, 3, 2)
_SITES: Final = ("", "", "", "https://search.example/", "https://search.example/", "https://lab-notes.example/glass")
_NETWORKS: Final = ("192.0.2.", "192.0.2.", "192.0.2.", "198.51.100.", "198.51.100.", "203.0.113.")


def make(seed: int = 7) -> int:
    """How many; none where anything was counted before. Alike for the same seed and day, up to what the shop sells."""
    if Count.objects.exists():
        return 0
    chance, pages = Random(seed), [entry.path for entry in browse.sitemap()]  # noqa: S311  (nothing depends on it)
    today = timezone.localdate()
    every: list[Seen] = []
    for past in range(WEEKS * 7, 0, -1):
        midnight = timezone.make_aware(datetime.combine(today - timedelta(days=past), time.min)).timestamp()
        seen = [*_day(chance, pages, midnight)]
        every += seen
        if past <= LOGGED:
            _log(seen)
    store.add(tally.summed(every, tally.Known(agents.read, countries.country, Several(), Several())))
    return len(every)


def _day(chance: Random, pages: Sequence[str], midnight: float) -> Iterator[Seen]:
    """In the order of their times, so that a site becomes known as it would."""
    for second in sorted(chance.randrange(7 * 3600, 23 * 3600) for _each in range(chance.randint(*A_DAY))):
        agent = chance.choices(_AGENTS, _HOW_OFTEN)[0]
        page, site = chance.choice(pages[:12]), chance.choice(_SITES)
        address = (f"{chance.choice(_NETWORKS)}{chance.randrange(1, 255)}", "")
        at, whence = midnight + second, "cross-site" if site else "none"
        yield Seen(at, page, HOST, agent, whence, site, address, _step(page))
        if not agents.is_bot(agent) and chance.random() < ALLOW:
            yield Seen(at, page, HOST, agent, as_visitor=True)


def _step(page: str) -> Step | None:
    return Step.PRODUCT if page.startswith("/products/") and page != "/products/" else None


def _log(seen: Sequence[Seen]) -> None:
    batch = [
        noted(Came(one.at, *one.address, one.agent, one.referrer, one.host, one.page, 200, allows=True, said=False))
        for one in seen
        if one.address
    ]
    gate.note(KIND, batch, purpose=PURPOSE, source=SOURCE, actor=gate.system(PURPOSE))
