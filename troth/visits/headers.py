"""What of a request is put aside for later: so much of each header and no more. A browser may send as much as it likes.

`told`: a request's `META`. A text that is short enough costs nothing to cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .agents import LONGEST as AGENT

REFERRER: Final = 800
HOST: Final = 260  # a name has 253 at most (RFC 1035, 2.3.4), and a port behind it
SITE: Final = 12  # "same-origin" is the longest there is
FORWARDED: Final = 400
WORDS: Final = 200


def agent(told: Mapping[str, str]) -> str:
    return told.get("HTTP_USER_AGENT", "")[:AGENT]


def referrer(told: Mapping[str, str]) -> str:
    return told.get("HTTP_REFERER", "")[:REFERRER]


def host(told: Mapping[str, str]) -> str:
    return (told.get("HTTP_HOST") or told.get("SERVER_NAME", ""))[:HOST]


def fetch_site(told: Mapping[str, str]) -> str:
    return told.get("HTTP_SEC_FETCH_SITE", "")[:SITE]


def forwarded(told: Mapping[str, str]) -> str:
    """Its end, which our own proxies wrote. An address that was cut through is left out: half of one reads as another."""
    whole = told.get("HTTP_X_FORWARDED_FOR", "")
    return whole if len(whole) <= FORWARDED else whole[-FORWARDED:].partition(",")[2]
