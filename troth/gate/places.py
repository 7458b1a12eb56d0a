"""Codes of places: ISO 3166-1 for countries, 3166-2 for the parts of them that have rules of their own."""

from collections.abc import Iterable, Mapping

from .inforce import policy


def code(address: Mapping[str, str]) -> str:
    """Where an address is: "US-CA" where it names a region by its short code, else "US"."""
    country, region = address.get("country", ""), address.get("region", "")
    return f"{country}-{region}" if country and 0 < len(region) <= 3 else country


def finer(country: str, addresses: Iterable[Mapping[str, str]]) -> str:
    """The country, or the part of it an address lies in, if a jurisdiction names that part."""
    for address in addresses:
        if address.get("country") == country and code(address) in _named():
            return code(address)
    return country


def _named() -> frozenset[str]:
    known = policy()
    return frozenset().union(*(known.countries_of(name) for name in known.jurisdictions))
