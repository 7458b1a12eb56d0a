"""What a security partner says of an order: read, believed for its signature alone, and taken no further than the policy has
fields for.

A partner is named in the settings and shares a secret with the shop. It gets nothing from here but numbers of orders, and
says of one of them how strongly it warns and why, in words of a fixed list.

    read(partner, body, headers)       a frozen `Warned`, or NotTheirWord, or LookupError where there is no such partner
    practice.message(order, …)         the practice partner's word, signed as a real one is
"""

from .words import LARGEST, REASONS, Band, Reason, Warned, label_of, read, strength

__all__ = ["LARGEST", "REASONS", "Band", "Reason", "Warned", "label_of", "read", "strength"]
