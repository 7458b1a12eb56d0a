"""What a browser says of itself, read with the tables of the uap-core project. Pure: text in, names out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ua_parser import OS, UserAgent, parse

LONGEST = 400  # characters that are read; the patterns take time by length
REMEMBERED = 1000  # texts; most visitors share one of some hundreds
SPIDER = "Spider"  # what uap-core calls the device of a crawler

# Programs that fetch pages and are not crawlers to uap-core.
PROGRAMS = frozenset(
    {
        "curl",
        "Wget",
        "libwww-perl",
        "Python Requests",
        "Python-urllib",
        "aiohttp",
        "httpx",
        "Go-http-client",
        "Apache-HttpClient",
        "okhttp",
        "axios",
        "node-fetch",
        "PhantomJS",
    }
)
# From when on browsers say with every request where it comes from (Fetch Metadata; developer.mozilla.org, Sec-Fetch-Site).
SAYS_WHERE_FROM = {
    "Chrome": 76,
    "Chrome Mobile": 76,
    "Edge": 79,
    "Edge Mobile": 79,
    "Opera": 63,
    "Samsung Internet": 12,
    "Firefox": 90,
    "Firefox Mobile": 90,
    "Safari": 17,
    "Mobile Safari": 17,
}
# Programs that say so themselves. Not a bare "bot": there are telephones called Cubot.
_OWN_WORDS = ("bot/", "bot;", "bot)", "crawl", "spider", "slurp", "+http")


@dataclass(frozen=True, slots=True)
class Agent:
    """`browser` and `system` with the number of their version ("Firefox 140", "Windows 11"), "" where it isn't known.

    `device`: "phone", "tablet", "computer", or "" for a program and for what isn't known.
    """

    browser: str
    system: str
    device: str
    is_bot: bool


def is_bot(text: str) -> bool:
    """Whether a program asks rather than a person. Nothing said counts as a program: every browser says something."""
    return read(text).is_bot


def keeps_back(agent: Agent) -> bool:
    """Whether a browser of this name and number would have said where a request comes from, over TLS: then it is a program."""
    name, _space, number = agent.browser.rpartition(" ")
    return name in SAYS_WHERE_FROM and number.isdecimal() and int(number) >= SAYS_WHERE_FROM[name]


def read(text: str) -> Agent:
    """`text`: the `User-Agent` header."""
    return _read(text[:LONGEST])


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> Agent:
    found = parse(text)
    browser, system = _numbered(found.user_agent), _numbered(found.os)
    family = found.device.family if found.device else ""
    named = found.user_agent.family if found.user_agent else ""
    bot = family == SPIDER or named in PROGRAMS or not browser or any(word in text.lower() for word in _OWN_WORDS)
    return Agent(browser, system, "" if bot else _device(text, named, family), bot)


def _numbered(found: UserAgent | OS | None) -> str:
    return " ".join(filter(None, (found.family, found.major))) if found else ""


def _device(text: str, browser: str, family: str) -> str:
    """Browsers on telephones say "Mobile", on tablets mostly not (developer.mozilla.org, Browser detection)."""
    if family == "iPad" or "Tablet" in text or ("Android" in text and "Mobile" not in text):
        return "tablet"
    return "phone" if "Mobi" in text or "Mobile" in browser else "computer"
