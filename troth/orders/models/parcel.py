"""One parcel of one order. The label is never stored: it carries a name and an address."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Booking(models.TextChoices):
    ASKED = "asked", _("Asked the carrier")
    BOOKED = "booked", _("Booked")
    FAILED = "failed", _("Refused by the carrier")


class Parcel(models.Model):
    """`ref` is ours and random; asking the carrier again with it books nothing twice."""

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="parcel")
    ref = models.CharField(_("our reference"), max_length=43, unique=True)
    carrier = models.CharField(_("carrier"), max_length=32)
    service = models.CharField(_("service"), max_length=32)
    tracking = models.CharField(_("tracking number"), max_length=64, blank=True)
    grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    booking = models.CharField(_("booking"), max_length=8, choices=Booking, default=Booking.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")

    def __str__(self) -> str:
        return f"Parcel {self.pk}"
