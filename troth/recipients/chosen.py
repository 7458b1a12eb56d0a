"""Which outside parties this shop works with: by its settings, never by what a request says."""

from __future__ import annotations

from django.conf import settings

from .carrier import Carrier
from .payment import PaymentProvider
from .practice_carrier import PracticeCarrier
from .practice_till import PracticeTill

PRACTICE = "practice"


def payment_provider(name: str = "") -> PaymentProvider:
    """The provider in use, or the one of that name. LookupError where there is none; a live shop has no practice till."""
    name = name or settings.TROTH.payment
    if name == PRACTICE and settings.TROTH.practice:
        return PracticeTill()
    raise LookupError("no such payment provider")


def carrier(recipient: str) -> Carrier:
    """The carrier the policy calls so. LookupError where this shop has no adapter for it."""
    if settings.TROTH.carrier == PRACTICE and settings.TROTH.practice:
        return PracticeCarrier(recipient)
    raise LookupError("no such carrier")
