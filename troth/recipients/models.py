"""The practice till's own books. A real provider keeps these on its side; nothing in them says who pays."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TillState(models.TextChoices):
    OPEN = "open", _("open")
    PAID = "paid", _("paid")
    LEFT = "left", _("left")
    CLOSED = "closed", _("closed by the shop")
    REFUNDED = "refunded", _("refunded")


class TillSession(models.Model):
    """A payment somebody may make. `ref` is the till's, `asked_ref` the shop's: asked twice, opened once."""

    ref = models.CharField(_("session"), max_length=43, unique=True)
    asked_ref = models.CharField(_("the shop's reference"), max_length=43, unique=True)
    order = models.CharField(_("order number"), max_length=16)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    back = models.CharField(_("where to go after"), max_length=2048)
    away = models.CharField(_("where to go without paying"), max_length=2048)
    state = models.CharField(_("state"), max_length=10, choices=TillState, default=TillState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        verbose_name = _("practice payment")
        verbose_name_plural = _("practice payments")

    def __str__(self) -> str:
        return f"Practice payment of {self.order}"


class TillEvent(models.Model):
    """A word the till owes the shop. Sent until the shop has taken it."""

    ref = models.CharField(_("event"), max_length=43, unique=True)
    session = models.ForeignKey(TillSession, on_delete=models.CASCADE, related_name="events")
    word = models.CharField(_("what it says"), max_length=32)
    happened_at = models.DateTimeField(_("time"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken by the shop"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("practice webhook")
        verbose_name_plural = _("practice webhooks")

    def __str__(self) -> str:
        return f"{self.word} of {self.session_id}"
