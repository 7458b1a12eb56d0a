"""Stripe Checkout as a full redirect: no card field and no script of theirs on any page of the shop (PCI DSS SAQ A).

`adapter` is the provider, `client` their SDK as we let it loose, `reading` their words as ours, `amounts` their units.
"""

from .adapter import Stripe

__all__ = ["Stripe"]
