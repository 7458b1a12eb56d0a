"""`void`: a label is taken back at its carrier. Written down before they are asked, so that what nobody heard of is known.

Carriers take a label back once, and say no to the second time. Where they were asked before and no answer was heard, because
the process died or the line was dead, a no means that it is done, unless they have seen the parcel.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from troth.recipients import chosen
from troth.recipients.carrier import Carrier, CarrierRefused, CarrierTrouble, Stage

from .errors import CarrierSaysNo, NotPossible
from .models import Parcel
from .models.parcel import Booking

LEASE = timedelta(minutes=2)  # longer than the slowest answer; whoever was at it then has died


def void(parcel: Parcel) -> None:
    """`void_asked_at` stays until the caller has written down what follows. Raises NotPossible while another press is at it,
    CarrierSaysNo.
    """
    asked_before = _claimed(parcel)
    try:
        _asked(chosen.carrier(parcel.carrier), parcel.tracking, asked_before)
    except LookupError:
        _let_go(parcel)
        raise CarrierSaysNo from None
    except CarrierRefused as refused:
        _let_go(parcel)
        raise CarrierSaysNo.because(refused) from None
    except CarrierTrouble as trouble:  # it may be done or not: whoever asks next may ask at once
        Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=timezone.now() - LEASE)
        raise CarrierSaysNo.because(trouble) from None


def _claimed(parcel: Parcel) -> bool:
    """Ours to ask about; whether somebody asked before and heard nothing."""
    now = timezone.now()
    free = Q(void_asked_at=None) | Q(void_asked_at__lte=now - LEASE)
    ours = Parcel.objects.filter(free, pk=parcel.pk, booking=Booking.BOOKED)
    asked_before = ours.filter(void_asked_at__isnull=False).exists()
    if not ours.update(void_asked_at=now):
        raise NotPossible
    return asked_before


def _asked(carrier: Carrier, tracking: str, asked_before: bool) -> None:
    try:
        carrier.cancel(tracking)
    except CarrierRefused:
        if not asked_before or _was_seen(carrier, tracking):
            raise


def _was_seen(carrier: Carrier, tracking: str) -> bool:
    told = carrier.track(tracking)
    return told is not None and told.stage is not Stage.BOOKED


def _let_go(parcel: Parcel) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=None)
