"""Which outside parties this shop works with: by its settings, never by what a request says."""

from __future__ import annotations

from django.conf import settings

from .by_hand import ByHand
from .carrier import Carrier
from .guarded import Guarded
from .parcels import COUNTERS
from .payment import PaymentProvider
from .practice_carrier import PracticeCarrier
from .practice_till import PracticeTill
from .stripe import Stripe

PRACTICE, STRIPE = "practice", "stripe"


def payment_provider(name: str = "") -> PaymentProvider:
    """The provider in use, or the one of that name. LookupError where there is none; a live shop has no practice till.

    One that is not in use any more is still there while its key is: for money that goes back, and for late words.
    """
    name = name or settings.TROTH.payment
    if name == PRACTICE and settings.TROTH.practice:
        return PracticeTill()
    if name == STRIPE and settings.TROTH.stripe_key.get_secret_value():
        return Stripe()
    raise LookupError("no such payment provider")


def carrier(recipient: str) -> Carrier:
    """The carrier the policy calls so. LookupError where this shop has no adapter or no account for it."""
    return Guarded(_adapter(recipient))


def by_hand() -> bool:
    """Whether parcels are taken to a counter, and carriers tell nothing by themselves."""
    return bool(settings.TROTH.carrier == "table")


def service(recipient: str) -> str:
    """What the adapter of a carrier with a contract calls its service; "" where any name will do."""
    counter = COUNTERS.get(recipient)
    return next(iter(counter.at_home), "") if counter else ""


def _adapter(recipient: str) -> Carrier:
    here = settings.TROTH
    if here.carrier == PRACTICE and here.practice:
        return PracticeCarrier(recipient)
    if by_hand():
        return ByHand(recipient)
    account = here.carriers.get(recipient)
    if here.carrier == "karrio" and account is not None and recipient in COUNTERS:
        return COUNTERS[recipient](account, sandbox=here.practice)
    raise LookupError("no such carrier")
