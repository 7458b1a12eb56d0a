"""USPS, UPS and FedEx, through karrio's SDK: one adapter a file, each made from what the gate hands over.

What karrio does by itself that a shop cannot live with is mended in `sdk`. It is imported when a carrier is first
asked, which pages never do.
"""

from __future__ import annotations

from .counter import Counter
from .fedex import FedEx
from .ups import Ups
from .usps import Usps

COUNTERS: dict[str, type[Counter]] = {one.recipient: one for one in (Usps, Ups, FedEx)}

__all__ = ["COUNTERS", "Counter"]
