"""That staff wrote a note about an order, and when. What it says is personal, and stands in the vault alone."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrderNote(models.Model):
    """`record`: the random id of the sealed record, which keeps no more than the day it was written."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="notes")
    record = models.UUIDField(_("sealed record"), unique=True)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Note {self.pk}"
