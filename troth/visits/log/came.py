"""A request as the log hears of it, and what is noted of it. Pure but for the tables of networks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.views.decorators.debug import sensitive_variables

from troth import gate, peers
from troth.policy import State

from .. import agents
from . import networks

MEASURING = "measure_usage"  # the purpose that the visitor has a say in
LONGEST = 200  # characters of a referrer
SECRET = 24  # characters without a break that nobody writes by hand: a token, or something like it
HIDDEN = "…"


class Came(NamedTuple):  # made at every request, in a third of the time a frozen dataclass takes
    """`at`: seconds since 1970. `peer`, `forwarded`: see `troth.peers`. `page`: an address that is the same for everybody, or a
    pattern such as "/checkout/<number>/". `host`: ours, to tell our own pages from others. `allows`, `said`: whether
    measurement is allowed, and whether the visitor said so in words.
    """

    at: float
    peer: str
    forwarded: str
    agent: str
    referrer: str
    host: str
    page: str
    status: int
    allows: bool
    said: bool


@sensitive_variables()
def noted(came: Came) -> gate.Noted:
    address = peers.behind(came.peer, came.forwarded)
    network, agent = networks.of(address), agents.read(came.agent)
    at = datetime.fromtimestamp(came.at, UTC).replace(microsecond=0)
    fields = {
        "ip_address": str(address or ""),
        "network": peers.shortened(address) if address else "",
        "browser": agent.browser,
        "operating_system": agent.system,
        "referrer": referrer(came.referrer, came.host),
        "page": came.page,
        "answer": str(came.status),
        "provider": network.provider,
        "location": network.place,
        "time": at.isoformat(),
        "hour": at.replace(minute=0, second=0).isoformat(),
    }
    # A tunnel or a relay stands for somebody elsewhere: then nobody knows whose rules apply.
    return gate.Noted(at, fields, "" if network.anonymous else network.place, _said(came))


def _said(came: Came) -> dict[str, State]:
    if not came.allows:
        return {MEASURING: State.DECLINED}
    return {MEASURING: State.GRANTED} if came.said else {}


def referrer(text: str, ours: str) -> str:
    """Site and path of the page somebody came from; "" for a page of ours.

    What stands behind "?" and "#" is dropped: what was searched for, names, addresses, keys. So is a path from the part on
    that looks like an e-mail address or a key; a reader's own pages elsewhere may have such.
    """
    try:
        parts = urlsplit(text[: 4 * LONGEST])
        site, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not site or site == _name(ours):
        return ""
    whole = f"{site}:{port}{_plain(parts.path)}" if port else site + _plain(parts.path)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + HIDDEN


def _name(host: str) -> str:
    """A `Host` without its port."""
    return host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0].lower()


def _plain(path: str) -> str:
    if len(path) < SECRET and "@" not in path and "%" not in path:
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if "@" in unquote(part) or any(len(word) >= SECRET for word in part.replace("_", "-").split("-")):
            return "/".join([*kept, HIDDEN])
        kept.append(part)
    return "/".join(kept)
