"""What each mail about a parcel is told when it leaves: what lies in it, its number, and when it is expected."""

from __future__ import annotations

from django.utils import formats

from troth import channels

from . import feedback
from .models import Parcel
from .models.parcel import Way
from .order_facts import Facts, order_facts
from .parcels_shown import ParcelShown
from .said import Said, carrier_name


@channels.facts("order_shipped")
def order_shipped(leaving: channels.Leaving) -> Facts:
    told, facts = order_facts(leaving)
    parcel = _parcel(leaving, told)
    more: Facts = {"more_to_come": told.more_to_come} if parcel else {}
    if parcel and not parcel.carrier:
        more["own"] = True
    return {**facts, "carrier": told.carrier, "tracking": told.tracking, **_of(parcel), **more}


@channels.facts("parcel_number")
def parcel_number(leaving: channels.Leaving) -> Facts:
    return _about(leaving)


@channels.facts("parcel_near")
def parcel_near(leaving: channels.Leaving) -> Facts:
    return _about(leaving)


@channels.facts("parcel_problem")
def parcel_problem(leaving: channels.Leaving) -> Facts:
    """`back`: it comes back to us, and does not go on by itself."""
    back = Parcel.objects.filter(pk=int(leaving.ids.get("parcel", 0)), way=Way.RETURNED).exists()
    return {**_about(leaving), **({"back": True} if back else {})}


@channels.facts("order_delivered")
def order_delivered(leaving: channels.Leaving) -> Facts:
    told, facts = order_facts(leaving)
    parcel = _parcel(leaving, told)
    coming = (other for other in told.parcels if other.way != Way.RETURNED and not other.given_up)
    waiting = told.more_to_come or any(other.delivered_at is None for other in coming)
    part: Facts = {"part": True} if parcel and waiting else {}
    return {**facts, **_of(parcel), **_who_says(leaving, told), **part}


@channels.facts("delivery_question")
def delivery_question(leaving: channels.Leaving) -> Facts:
    parcel = Parcel.objects.select_related("order").get(pk=int(leaving.ids["parcel"]))
    return {"number": parcel.order.number, "carrier": carrier_name(parcel.carrier), "url": feedback.mint(parcel)}


def _who_says(leaving: channels.Leaving, told: Said) -> Facts:
    """`own`: we brought it ourselves. `told`: the carrier says that it is there. Else the desk says so."""
    if told.parcels and not any(parcel.carrier for parcel in told.parcels):
        return {"own": True}
    said = Parcel.objects.filter(pk=int(leaving.ids.get("parcel", 0))).exclude(proof="").exclude(carrier="")
    return {"told": True} if said.exists() else {}


def _about(leaving: channels.Leaving) -> Facts:
    told, facts = order_facts(leaving)
    return {**facts, "carrier": told.carrier, **_of(_parcel(leaving, told))}


def _parcel(leaving: channels.Leaving, told: Said) -> ParcelShown | None:
    """The one the mail is about; None for mails from before parcels were counted, and for one taken back since."""
    ref = Parcel.objects.filter(pk=int(leaving.ids.get("parcel", 0))).values_list("public_id", flat=True).first()
    return next((parcel for parcel in told.parcels if parcel.ref == ref), None)


def _of(parcel: ParcelShown | None) -> Facts:
    if parcel is None:
        return {}
    facts: Facts = {"carrier": carrier_name(parcel.carrier), "tracking": parcel.tracking}
    if parcel.follow_url:
        facts["tracking_url"] = parcel.follow_url
    if parcel.expected:
        facts["expected"] = formats.date_format(parcel.expected)
    if parcel.many > 1 or parcel.inside:
        facts["inside"] = [{"name": one.title, "quantity": one.quantity} for one in parcel.inside]
    return facts
