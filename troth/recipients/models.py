"""The books of the practice till and the practice depot, which real parties keep on their side, and carriers' health.

Nothing in them says who pays or who gets a parcel.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .inbound.models import InboundTally, InboundWord  # noqa: F401  (their tables belong to this app)
from .webhooks.models import Delivery, Endpoint, Standing  # noqa: F401  (their tables belong to this app)


class TillState(models.TextChoices):
    OPEN = "open", _("open")
    PAID = "paid", _("paid")
    LEFT = "left", _("left")
    CLOSED = "closed", _("closed by the shop")
    REFUNDED = "refunded", _("refunded")


class TillContest(models.TextChoices):
    OPEN = "open", _("waits for the shop's answer")
    ANSWERED = "answered", _("answered")
    WON = "won", _("won by the shop")
    LOST = "lost", _("lost by the shop")


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
    refunded = models.BigIntegerField(_("refunded"), default=0)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        verbose_name = _("practice payment")
        verbose_name_plural = _("practice payments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")), name="till_refunds_what_was_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"Practice payment of {self.order}"


class TillRefund(models.Model):
    """Money the till gave back. `asked_ref` is the shop's: asked twice, given once."""

    ref = models.CharField(_("refund"), max_length=43, unique=True)
    asked_ref = models.CharField(_("the shop's reference"), max_length=64, unique=True)
    session = models.ForeignKey(TillSession, on_delete=models.CASCADE, related_name="refunds")
    amount = models.BigIntegerField(_("amount"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)

    class Meta:
        verbose_name = _("practice refund")
        verbose_name_plural = _("practice refunds")

    def __str__(self) -> str:
        return f"Practice refund {self.ref}"


class TillDispute(models.Model):
    """A practice dispute: somebody plays the payer's bank."""

    ref = models.CharField(_("dispute"), max_length=43, unique=True)
    session = models.ForeignKey(TillSession, on_delete=models.CASCADE, related_name="disputes")
    amount = models.BigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=32)
    state = models.CharField(_("state"), max_length=10, choices=TillContest, default=TillContest.OPEN)
    answer_by = models.DateTimeField(_("answer wanted by"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        verbose_name = _("practice dispute")
        verbose_name_plural = _("practice disputes")

    def __str__(self) -> str:
        return f"Practice dispute {self.ref}"


class TillEvent(models.Model):
    """A word the till owes the shop. Sent until the shop has taken it."""

    ref = models.CharField(_("event"), max_length=43, unique=True)
    session = models.ForeignKey(TillSession, on_delete=models.CASCADE, related_name="events")
    word = models.CharField(_("what it says"), max_length=32)
    refund = models.ForeignKey(TillRefund, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    dispute = models.ForeignKey(TillDispute, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    standing = models.CharField(_("how the dispute stood"), max_length=10, choices=TillContest, blank=True)
    happened_at = models.DateTimeField(_("time"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken by the shop"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("practice webhook")
        verbose_name_plural = _("practice webhooks")

    def __str__(self) -> str:
        return f"{self.word} of {self.session_id}"


class CarrierHealth(models.Model):
    """How often in a row a carrier did not answer; see `breaker`. No row: they always did."""

    recipient = models.CharField(_("carrier"), max_length=32, unique=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    resting_until = models.DateTimeField(_("left alone until"), null=True, blank=True)

    class Meta:
        verbose_name = _("carrier's health")
        verbose_name_plural = _("carriers' health")

    def __str__(self) -> str:
        return f"{self.recipient}: {self.failures}"


class DepotParcel(models.Model):
    """A parcel in the practice depot: its number and how far it was pushed by hand. Not whose it is."""

    number = models.CharField(_("tracking number"), max_length=64, unique=True)
    carrier = models.CharField(_("carrier"), max_length=32)
    step = models.CharField(_("how far it has come"), max_length=9, default="booked")
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("practice parcel")
        verbose_name_plural = _("practice parcels")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number
