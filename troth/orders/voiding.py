"""`void`: a label is taken back at its carrier. Written down before they are asked, so that what nobody heard of is known.

Carriers take a label back once, and say no to the second time. Where they were asked before and no answer was heard, because
the process died or the line was dead, a no means that it is done, unless they have seen the parcel.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from troth.recipients import chosen
from troth.recipients.carrier import Carrier, CarrierRefused, CarrierResting, CarrierTrouble, Stage

from .errors import CarrierSaysNo, NotPossible
from .models import Parcel
from .models.parcel import Booking

LEASE = timedelta(minutes=2)  # longer than the slowest answer; whoever was at it then has died


def void(parcel: Parcel) -> None:
    """`void_asked_at` stays until the caller has written down what follows. Raises NotPossible while another press is at it,
    CarrierSaysNo.
    """
    before = _claimed(parcel)
    try:
        _asked(chosen.carrier(parcel.carrier), parcel.tracking, before is not None)
    except LookupError:
        _leave(parcel, before)
        raise CarrierSaysNo from None
    except CarrierResting as resting:  # nobody asked them
        _leave(parcel, before)
        raise CarrierSaysNo.because(resting) from None
    except CarrierRefused as refused:
        _leave(parcel, None)
        raise CarrierSaysNo.because(refused) from None
    except CarrierTrouble as trouble:  # it may be done or not: whoever asks next may ask at once
        _leave(parcel, timezone.now() - LEASE)
        raise CarrierSaysNo.because(trouble) from None


def _claimed(parcel: Parcel) -> datetime | None:
    """Ours to ask about; when somebody asked before and heard nothing, None for nobody."""
    now = timezone.now()
    free = Q(void_asked_at=None) | Q(void_asked_at__lte=now - LEASE)
    ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED)
    for before in ours.filter(free).values_list("void_asked_at", flat=True):
        if ours.filter(void_asked_at=before).update(void_asked_at=now):  # unless another press came between
            return before
    raise NotPossible


def _asked(carrier: Carrier, tracking: str, asked_before: bool) -> None:
    try:
        carrier.cancel(tracking)
    except CarrierRefused:
        if not asked_before or _was_seen(carrier, tracking):
            raise


def _was_seen(carrier: Carrier, tracking: str) -> bool:
    told = carrier.track(tracking)
    return told is not None and told.stage is not Stage.BOOKED


def _leave(parcel: Parcel, asked_at: datetime | None) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=asked_at)
