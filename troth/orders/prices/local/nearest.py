"""The rate of the very place a delivery goes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...models.local_rate import LocalRate
from ..rates import STANDARD, Place, Rate, Rates
from . import codes


def rate(rates: Rates, local: Mapping[tuple[str, str], int], goes_to: Place) -> Rate | None:
    """`local`: as `editions.in_force` has it. One statement where the state has such rates and the code is known; else none."""
    region = goes_to.region if (goes_to.country, goes_to.region) in local else ""
    edition = local.get((goes_to.country, region))
    code = codes.plain(goes_to.country, goes_to.postcode) if edition is not None else ""
    standard = rates.row(goes_to, STANDARD) if code else None
    if edition is None or standard is None:
        return None
    number = codes.number(code)
    found = LocalRate.objects.filter(edition=edition, region=region, first__lte=number).order_by("-first")
    row = found.values_list("last", "rate", "name").first()
    if row is None or row[0] < number:
        return None
    named = replace(standard, name=row[2], words={}) if row[2] else standard
    return replace(named, rate=row[1])
