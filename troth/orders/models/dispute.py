"""A payment the payer's bank wants back. What was said about it lies with the provider; here is what the desk must know."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Contesting(models.TextChoices):
    """How far a dispute has come."""

    OPEN = "open", _("Waits for our answer")
    ANSWERED = "answered", _("Answered")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    DROPPED = "dropped", _("Ended without a decision")


GOING_ON = frozenset({Contesting.OPEN, Contesting.ANSWERED})


class Dispute(models.Model):
    """`theirs` is the provider's name of it, `reason` the bank's code, `heard_at` the time of the newest word about it."""

    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, related_name="disputes")
    theirs = models.CharField(_("provider's reference"), max_length=255)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("the bank's reason"), max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=Contesting, default=Contesting.OPEN)
    answer_by = models.DateTimeField(_("answer wanted by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    heard_at = models.DateTimeField(_("last heard of"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["answer_by", "id"]
        indexes = [models.Index(fields=["state", "answer_by"], name="dispute_by_deadline")]
        constraints = [models.UniqueConstraint(fields=["payment", "theirs"], name="dispute_once")]

    def __str__(self) -> str:
        return f"Dispute {self.pk} ({self.state})"
