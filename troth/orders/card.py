"""What an order keeps of a card: brand, last four digits, the provider's name of the charge and its guess of the risk."""

from __future__ import annotations

from typing import Any

from troth import tasks
from troth.recipients import chosen
from troth.recipients.payment import CardSeen

from .models import Payment
from .risk import weighing


def fields(seen: CardSeen) -> dict[str, Any]:
    """As columns of a payment; none while nothing is known."""
    if not seen.charge:
        return {}
    return {
        "charge": seen.charge,
        "brand": seen.brand,
        "last_four": seen.last_four,
        "risk": seen.risk,
        "risk_score": seen.score,
    }


@tasks.task(tries=8, lease=60)
def look_up(payment: int) -> None:
    """Ask the provider, who does not say it with the payment. Raises what the provider raises, and is tried again."""
    row = Payment.objects.get(pk=payment)
    if row.charge or not row.intent:
        return
    if told := fields(chosen.payment_provider(row.provider).card(row.intent)):
        Payment.objects.filter(pk=payment, charge="").update(**told)
        weighing.weigh.enqueue(row.order_id)  # their guess of the risk may have come with it
