"""Who waits for a sold-out variant, as far as this store may know: a sealed handle, a variant, and dates."""

from __future__ import annotations

import uuid

from django.db import models

from .goods import Variant


class WishState(models.TextChoices):
    """ASKED → WAITING → TOLD. What ends is deleted."""

    ASKED = "asked"  # the mailbox has not answered yet
    WAITING = "waiting"
    TOLD = "told"


class StockWish(models.Model):
    """One person waits for one variant. `whose` and `to`: as `channels.handles` has them; two rows of one person look unlike."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="wishes")
    whose = models.CharField(max_length=10)
    to = models.TextField()
    language = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=8, choices=WishState.choices, default=WishState.ASKED)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["state", "variant"], name="catalog_wish_due")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.state})"
