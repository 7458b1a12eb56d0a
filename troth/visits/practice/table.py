"""The made-up table of networks. `visits.log.networks` reads it in practice, where the operator has named no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from . import mmdb

NAME: Final = "practice-networks.mmdb"
KIND: Final = "Practice-City (made up)"


def _of(country: str, provider: str, part: str = "", **more: Any) -> Mapping[str, Any]:
    parts = {"subdivisions": [{"iso_code": part}]} if part else {}
    return {"country": {"iso_code": country}, **parts, "autonomous_system_organization": provider, **more}


NETWORKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "192.0.2.0/26": _of("US", "Practice Harbor Cable", "MA"),
    "192.0.2.64/26": _of("US", "Practice Bay Fibre", "CA"),
    "192.0.2.128/26": _of("CA", "Practice Maple Net", "ON"),
    "192.0.2.192/26": _of("GB", "Practice Thames Line"),
    "198.51.100.0/25": _of("DE", "Practice Nordnetz"),
    "198.51.100.128/26": _of("FR", "Practice Sixième"),
    "198.51.100.192/26": _of("CH", "Practice Seenetz"),
    "203.0.113.0/25": _of("JP", "Practice Hikari"),
    "203.0.113.128/26": _of("NL", "Practice Rack Street", isp="Practice Rack Street", is_hosting_provider=True),
    "203.0.113.192/26": _of("SE", "Practice Tunnel", is_anonymous=True),
    "2001:db8:1::/48": _of("US", "Practice Harbor Cable", "MA"),
    "2001:db8:49::/48": _of("DE", "Practice Nordnetz"),
}


def make(home: Path) -> Path:
    """Written anew, and put in its place in one step: whoever reads it has the old one or the new one."""
    scratch = home / f"{NAME}.part"
    mmdb.write(scratch, NETWORKS, KIND)
    return scratch.replace(home / NAME)
