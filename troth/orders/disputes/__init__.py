"""Payments that the payer's bank wants back: heard of by `hearing`, shown by `shelf`, worked on by `answering`.

disputes.open_ones()                    what waits, the nearest deadline first
disputes.opened(dispute.id, actor)      one, with its order and the customer; each look is entered
disputes.write(dispute.id, actor)       ask the customer by mail
"""

from .answering import Opened, WrittenAlready, opened, write
from .shelf import DisputeShown, count_open, ended, of_order, open_ones

__all__ = [
    "DisputeShown",
    "Opened",
    "WrittenAlready",
    "count_open",
    "ended",
    "of_order",
    "open_ones",
    "opened",
    "write",
]
