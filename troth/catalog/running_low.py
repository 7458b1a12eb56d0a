"""`tell`: programs hear of what has almost gone, once each time it has. Called every minute by the background process."""

from __future__ import annotations

from troth.recipients import webhooks
from troth.recipients.webhooks import Event

from .levels import low


def tell() -> int:
    """Of how many that are newly so somebody heard."""
    return webhooks.standing(Event.STOCK_LOW, "variant", low())
