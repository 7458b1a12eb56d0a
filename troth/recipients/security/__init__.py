"""What a security partner says of an order: its words for the door of that name (`inbound`), and how they read.

It gets nothing from here but numbers of orders, and says of one of them how strongly it warns and why, in words of a fixed
list.

    read(partner, body, headers)       a frozen `Warned`, or NotTheirWord, or LookupError where there is no such partner
    practice.message(order, …)         the practice partner's word, signed as a real one is
"""

from .words import REASONS, Band, Reason, Warned, read, strength

__all__ = ["REASONS", "Band", "Reason", "Warned", "read", "strength"]
