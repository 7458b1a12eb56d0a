"""Where goods lie, once a shop keeps them in more than one place; and what people moved and counted there by hand.

A variant's own `stock` is what is for sale: the sum of all locations that send. One location is the main one, and holds
what the others do not: it has no rows of `LocationStock`, so the sum can never be another than that of its parts. Whoever
changes a row of `LocationStock` holds the variant's row.
"""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .goods import Variant


class Location(models.Model):
    """A place where goods lie. There is none until a shop has a second one; then the first has a row, too."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("short name"), max_length=32, unique=True, help_text=_("For lists and files: “boston”."))
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as US."))],
    )
    ships = models.BooleanField(
        _("sends orders"),
        default=True,
        help_text=_("What lies where nothing is sent from is not for sale in the shop."),
    )
    priority = models.PositiveSmallIntegerField(
        _("place in the order"), default=0, help_text=_("Smaller numbers are asked first.")
    )
    main = models.BooleanField(default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["priority", "pk"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            models.UniqueConstraint(fields=["main"], condition=models.Q(main=True), name="catalog_location_one_main"),
            models.CheckConstraint(
                condition=models.Q(main=False) | models.Q(ships=True), name="catalog_location_main_ships"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LocationStock(models.Model):
    """How many of a variant lie at a location other than the main one. Never below zero: what is owed, the main one owes."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="elsewhere")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="stock")
    quantity = models.PositiveIntegerField(_("quantity"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("stock at a location")
        verbose_name_plural = _("stock at locations")
        constraints = [models.UniqueConstraint(fields=["variant", "location"], name="catalog_location_stock_once")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id} at {self.location_id}"


class MovedFor(models.TextChoices):
    """Why a number was changed by hand."""

    COUNTED = "counted", _("Counted")
    ARRIVED = "arrived", _("New goods arrived")
    BROKEN = "broken", _("Broken or spoilt")
    LOST = "lost", _("Lost")
    USED = "used", _("Used or given away")
    MOVED = "moved", _("Moved to another location")
    EDITED = "edited", _("Typed into a form")


class StockMove(models.Model):
    """One change of a number by hand. `location` is empty for the only one of a shop. `left`: how many lie there after it.

    Sales, returns and imports are not here: orders and runs remember theirs. `pair`: the same for both sides of a move.
    """

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="moves")
    location = models.ForeignKey(Location, on_delete=models.SET_NULL, null=True, related_name="+")
    change = models.IntegerField(_("change"))
    left = models.IntegerField(_("left"))
    why = models.CharField(_("reason"), max_length=8, choices=MovedFor)
    by = models.BigIntegerField(null=True)  # number of the account of whoever did it
    at = models.DateTimeField(_("time"), auto_now_add=True)
    pair = models.UUIDField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("stock change")
        verbose_name_plural = _("stock changes")

    def __str__(self) -> str:
        return f"{self.change:+d} of {self.variant_id}: {self.why}"
