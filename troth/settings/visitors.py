"""What an operator may set about where visitors come from: proxies in front of the shop, and who owns which network."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings

type Network = IPv4Network | IPv6Network


class Visitors(BaseSettings):
    """`proxies`: addresses or networks (10.0.0.0/8) whose `X-Forwarded-For` is believed, separated by commas; none unless set.

    `networks`: MaxMind DB files that say which country and provider an address belongs to, separated by commas.
    """

    proxies: str = ""
    networks: str = ""

    @field_validator("proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        try:
            proxies(value)
        except ValueError:
            raise ValueError(
                "must be addresses or networks, such as 192.0.2.7 or 10.0.0.0/8, separated by commas"
            ) from None
        return value

    @field_validator("networks")
    @classmethod
    def _files_are_there(cls, value: str) -> str:
        for file in files(value):
            if not file.is_file():
                raise ValueError("must name MaxMind DB files (.mmdb) that are there, separated by commas")
        return value


def proxies(value: str) -> tuple[Network, ...]:
    """Raises ValueError for what is no address and no network, and for one that means everybody."""
    found = tuple(ip_network(each.strip()) for each in value.split(",") if each.strip())
    if any(each.prefixlen == 0 for each in found):
        raise ValueError("everybody is no proxy of yours")
    return found


def files(value: str) -> tuple[Path, ...]:
    return tuple(Path(each.strip()) for each in value.split(",") if each.strip())
