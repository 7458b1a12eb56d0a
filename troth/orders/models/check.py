"""That an order was looked at for being genuine. What was seen is personal, and stands in the vault alone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrderCheck(models.Model):
    """`score`: 0 to 100, the weights of the signals together. `held_at`: it was held back for them.

    `decided_at`: one of the staff has looked since, and let it go on or cancelled it; it is not held for signals again.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="check_of")
    score = models.PositiveSmallIntegerField(_("score"))
    weighed_at = models.DateTimeField(_("weighed"), default=timezone.now)
    held_at = models.DateTimeField(_("held back"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("check of an order")
        verbose_name_plural = _("checks of orders")
        indexes = [models.Index(fields=["decided_at", "held_at"], name="check_to_decide")]

    def __str__(self) -> str:
        return f"Check {self.pk} ({self.score})"
