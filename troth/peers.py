"""Whose connection a request came over: the one answer for limits, the visit log and the rules of a country.

`X-Forwarded-For` is anybody's own words. It is believed only where the connection comes from a proxy named in
TROTH_PROXIES, and then from its end: each proxy writes behind what it was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from troth.settings.visitors import Network

type Address = IPv4Address | IPv6Address

SHORT = {4: 24, 6: 48}  # bits that stay of a shortened address: a provider's neighbourhood, not a household
MOST_HOPS = 20
_KNOWN = "troth.peer"  # in the request's own environment; a header would be HTTP_…


def of(request: HttpRequest) -> Address | None:
    """The visitor's address; None where the server knows none (a socket of the machine itself)."""
    return of_head(request.META)


def of_head(head: dict[str, Any]) -> Address | None:
    """The same of a request's WSGI environment, where the answer is kept: a page asks for it a dozen times."""
    told = str(head.get("REMOTE_ADDR", "")), str(head.get("HTTP_X_FORWARDED_FOR", ""))
    known: tuple[tuple[str, str], Address | None] | None = head.get(_KNOWN)
    if known is None or known[0] != told:
        known = head[_KNOWN] = told, behind(*told)
    return known[1]


def behind(peer: str, forwarded: str) -> Address | None:
    """The same from the two texts. `forwarded`: what `X-Forwarded-For` says, or ""."""
    address, trusted = read(peer), settings.TROTH.proxies
    if not trusted or not forwarded:
        return address
    for hop in reversed(forwarded.split(",")[-MOST_HOPS:]):
        if address is None or not _within(address, trusted):
            break
        said = read(hop)
        if said is None:  # what stands before it was not written by a proxy of ours
            break
        address = said
    return address


def read(text: str) -> Address | None:
    """An address as proxies and servers write it: "192.0.2.7", "192.0.2.7:443", "2001:db8::1", "[2001:db8::1]:443"."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def shortened(address: Address) -> str:
    """Its network: "192.0.2.0/24", "2001:db8:1::/48"."""
    kept = SHORT[address.version]
    lost = address.max_prefixlen - kept
    return f"{type(address)(int(address) >> lost << lost)}/{kept}"


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
