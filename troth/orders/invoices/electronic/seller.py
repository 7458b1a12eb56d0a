"""Who answers for the shop, line by line: kept with each paper, so that a later move changes no paper."""

from __future__ import annotations

from collections.abc import Mapping

from troth import gate

NAMES = ("name", "street_address", "locality", "region", "postcode", "country", "email", "telephone", "tax_id")


def now() -> dict[str, str]:
    who = gate.policy().controller
    return {name: getattr(who, name) for name in NAMES}


def of(kept: Mapping[str, str]) -> dict[str, str]:
    """As the paper has it; as it is today where the paper is older than that."""
    return dict(kept) or now()


def charges_vat(seller: Mapping[str, str]) -> bool:
    """The United States have no VAT. Elsewhere whoever has a number for the tax charges it."""
    return seller["country"] != "US" and bool(seller["tax_id"])
