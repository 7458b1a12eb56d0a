"""The parcels of an order: what lies in each, how its booking went, and how far it has come.

The label is never stored: it carries a name and an address. Of the delivery the carrier's reference and the time stand
here; where it was left, who signed and the pictures are sealed in the vault (`orders.proofs`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Booking(models.TextChoices):
    """UNHEARD: a label may have been made, and asking again would make a second one; see `orders.looked_up`."""

    ASKED = "asked", _("Asked the carrier")
    BOOKED = "booked", _("Booked")
    FAILED = "failed", _("Refused by the carrier")
    UNHEARD = "unheard", _("Asked, and no answer was heard")
    CANCELLED = "cancelled", _("Taken back")


class Way(models.TextChoices):
    """How far a booked parcel has come, in the order it goes; PROBLEM and RETURNED may come at any time."""

    BOOKED = "booked", _("With the shop or just handed over")
    MOVING = "moving", _("On its way")
    NEAR = "near", _("Out for delivery")
    PROBLEM = "problem", _("The carrier reports a problem")
    RETURNED = "returned", _("On its way back to the shop")
    DELIVERED = "delivered", _("Delivered")


ENDED = frozenset({Way.DELIVERED, Way.RETURNED})


class Parcel(models.Model):
    """`ref` is ours and random. `expected_on`: the day the method promised, reckoned when it was booked.

    `proof_record`: the random id of the sealed proof of its delivery. Once it is there, `look_at` is when to ask for that.
    `given_up_at`: since then nobody waits for it, for what was in it is settled otherwise; see `orders.given_up`.
    `denied_at`: it was said to be delivered, and since then the buyer says that it is not there; see `orders.denied`.
    A parcel without lines is one from before parcels had any: everything that was ordered is in it.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="parcels")
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(_("our reference"), max_length=43, unique=True)
    carrier = models.CharField(_("carrier"), max_length=32)
    service = models.CharField(_("service"), max_length=32)
    tracking = models.CharField(_("tracking number"), max_length=64, blank=True)
    grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    booking = models.CharField(_("booking"), max_length=9, choices=Booking, default=Booking.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)
    way = models.CharField(_("on its way"), max_length=9, choices=Way, default=Way.BOOKED)
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    look_at = models.DateTimeField(_("to be asked after"), null=True, blank=True)
    void_asked_at = models.DateTimeField(_("asked to take the label back"), null=True, blank=True)
    looks = models.PositiveSmallIntegerField(_("asked in vain"), default=0)
    had_problem = models.BooleanField(_("had a problem on its way"), default=False)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    denied_at = models.DateTimeField(_("said not to be there"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    asked_how_at = models.DateTimeField(_("asked how it went"), null=True, blank=True)
    proof_record = models.UUIDField(_("sealed proof of delivery"), null=True, blank=True, unique=True)
    proof = models.CharField(_("the carrier's reference for the delivery"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["look_at"], name="parcel_to_ask_after"),
            models.Index(fields=["asked_at"], condition=models.Q(booking="asked"), name="parcel_being_booked"),
            models.Index(
                fields=["void_asked_at"], condition=models.Q(void_asked_at__isnull=False), name="parcel_being_voided"
            ),
        ]
        constraints = [
            # Two presses at once: one of them finds the place taken.
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(booking__in=["asked", "failed", "unheard"]),
                name="parcel_one_booking_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Parcel {self.pk}"


class ParcelLine(models.Model):
    """So many of one line of the order lie in this parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="packed")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("line of a parcel")
        verbose_name_plural = _("lines of parcels")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="parcel_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="parcel_line_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} in parcel {self.parcel_id}"


class Arrived(models.TextChoices):
    """The answers to the one question. There is no field for words."""

    WELL = "well", _("It arrived well")
    LATE = "late", _("It came late")
    DAMAGED = "damaged", _("Something was damaged")
    MISSING = "missing", _("It is not here")


class DeliveryWord(models.Model):
    """What somebody answered about a parcel; by whom is written nowhere."""

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, related_name="word")
    arrived = models.CharField(_("answer"), max_length=8, choices=Arrived)
    said_on = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("word about a delivery")
        verbose_name_plural = _("words about deliveries")

    def __str__(self) -> str:
        return f"Parcel {self.parcel_id}: {self.arrived}"


class Quote(models.Model):
    """What a carrier asks for sending a weight to a country, asked about nobody. See `orders.quotes`.

    `price`: minor units of `currency`; None while it is not known. `days`: working days, if the carrier says so.
    `other_currency`: they answered in that one, which is no answer.
    """

    carrier = models.CharField(_("carrier"), max_length=32)
    service = models.CharField(_("service"), max_length=32)
    country = models.CharField(_("country"), max_length=2)
    grams = models.PositiveIntegerField(_("up to so many grams"))
    currency = models.CharField(_("currency"), max_length=3)
    price = models.BigIntegerField(_("price"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    other_currency = models.CharField(_("currency they answered in instead"), max_length=3, blank=True)
    wanted_at = models.DateTimeField(_("wanted"), null=True, blank=True, db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("carrier's price")
        verbose_name_plural = _("carriers' prices")
        constraints = [
            models.UniqueConstraint(fields=["service", "country", "grams", "currency"], name="quote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service} to {self.country} up to {self.grams} g"
