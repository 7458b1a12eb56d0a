"""Which country and provider an address belongs to, from MaxMind DB files the operator supplies; nobody is asked.

Read are the layouts of GeoLite2 and GeoIP2 (City, Country, ASN, Anonymous IP) and of files like them (DB-IP, IPinfo). Without
a file nothing is known of any address, and the shop works all the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import maxminddb
from django.conf import settings

from troth.peers import Address

from ..practice import table

_CODE = re.compile(r"[A-Z]{2}")
_PART = re.compile(r"[A-Z0-9]{1,3}")
_ANONYMOUS = ("is_anonymous", "is_anonymous_vpn", "is_public_proxy", "is_residential_proxy", "is_tor_exit_node")
LONGEST = 80  # characters of a provider's name


@dataclass(frozen=True, slots=True)
class Network:
    """`country`: ISO 3166-1. `place`: the country, with its part where the file has one ("US-MA"); nothing finer is read.

    `hosting`, `anonymous`: whether the file says so. All empty where nothing is known.
    """

    country: str = ""
    place: str = ""
    provider: str = ""
    hosting: bool = False
    anonymous: bool = False


NOWHERE = Network()


def country(address: Address | None) -> str:
    """ISO 3166-1, "" where nobody knows."""
    return of(address).country


def place(address: Address | None) -> str:
    """The country, or its part where the file has one ("US-CA"), "" where nobody knows."""
    return of(address).place


def of(address: Address | None) -> Network:
    """What the files say together. Where two speak of the same thing, the one named first counts."""
    if address is None or not (known := files()):
        return NOWHERE
    first, *others = known
    said = _asked(first, address)
    for file in others:
        said = {**_asked(file, address), **said}
    return _network(said) if said else NOWHERE


def files() -> tuple[Path, ...]:
    """The operator's; in practice, where there are none, the made-up one that it was begun with."""
    own = settings.TROTH.networks
    if own or not settings.TROTH.practice:
        return tuple(own)
    made_up = _made_up(settings.TROTH.home)
    return (made_up,) if os.path.isfile(made_up) else ()  # noqa: PTH113  (asked at every page: a tenth of the cost of Path.is_file)


@lru_cache(maxsize=4)
def _made_up(home: Path) -> Path:
    return Path(home) / table.NAME


def load() -> tuple[str, ...]:
    """Open the files, and say of each what it is. Raises OSError, and ValueError for a file that is something else."""
    try:
        return tuple(_opened(*_stamp(file)).metadata().database_type for file in files())
    except maxminddb.InvalidDatabaseError as error:
        raise ValueError("this is no MaxMind DB file") from error


def _asked(file: Path, address: Address) -> Mapping[str, Any]:
    """A file that can't be read, or holds no such addresses (IPv6 in one for IPv4), knows nothing."""
    try:
        found = _opened(*_stamp(file)).get(address)
    except (OSError, ValueError, maxminddb.InvalidDatabaseError):
        return {}
    return found if isinstance(found, dict) else {}


def _stamp(file: Path) -> tuple[str, int, int]:
    """A new file put in the old one's place is read from the next question on."""
    seen = file.stat()
    return str(file), seen.st_mtime_ns, seen.st_ino


@lru_cache(maxsize=8)
def _opened(file: str, changed: int, inode: int) -> maxminddb.Reader:
    return maxminddb.open_database(file)


def _network(said: Mapping[str, Any]) -> Network:
    code = _country(said)
    traits = said.get("traits")
    told = {**traits, **said} if isinstance(traits, dict) else said
    provider = next((name for each in _PROVIDER if isinstance(name := told.get(each), str)), "")
    return Network(
        country=code,
        place=_place(code, said),
        provider=" ".join(provider.split())[:LONGEST],
        hosting=told.get("is_hosting_provider") is True or told.get("hosting") is True,
        anonymous=not told.keys().isdisjoint(_ANONYMOUS) and any(told.get(name) is True for name in _ANONYMOUS),
    )


_PROVIDER = ("isp", "autonomous_system_organization", "as_name", "organization")


def _country(said: Mapping[str, Any]) -> str:
    named = said.get("country")
    code = named.get("iso_code") if isinstance(named, dict) else said.get("country_code") or named
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _place(country: str, said: Mapping[str, Any]) -> str:
    parts = said.get("subdivisions")
    first = parts[0] if isinstance(parts, list) and parts else {}
    part = first.get("iso_code") if isinstance(first, dict) else None
    named = country and isinstance(part, str) and _PART.fullmatch(part)
    return f"{country}-{part}" if named else country
