"""From which location the pieces of a line were taken, in a shop that has several."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LineTaken(models.Model):
    """So many pieces of one line from one location. `back`: how many of them are there again.

    A line without such rows was taken from the only location there was.
    """

    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="taken")
    location = models.ForeignKey("catalog.Location", null=True, on_delete=models.SET_NULL, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    back = models.PositiveIntegerField(_("back again"), default=0)

    class Meta:
        verbose_name = _("pieces from a location")
        verbose_name_plural = _("pieces from locations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, back__lte=models.F("quantity")), name="line_taken_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
