"""What the shop knows of a payment: the provider's reference and its word. No card, no payer."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Paying(models.TextChoices):
    """How far one attempt to pay has come."""

    STARTED = "started", _("Started")
    FAILED = "failed", _("Failed")
    LEFT = "left", _("Left")
    SUCCEEDED = "succeeded", _("Paid")
    REFUND_DUE = "refund_due", _("To be refunded")
    REFUNDED = "refunded", _("Refunded")
    UNDECIDED = "undecided", _("Came after it was let go")


# In the place of a provider: its money was never with ours, so nobody here can give it back.
EARLIER_SHOP = "earlier shop"
# Likewise of money that came to the shop's bank account: somebody here pays it back by hand. See docs/adr/0025.
TRANSFER = "bank transfer"
SETTLED = frozenset(
    {Paying.SUCCEEDED, Paying.REFUND_DUE, Paying.REFUNDED, Paying.UNDECIDED}
)  # money arrived, whatever became of it


class Payment(models.Model):
    """One attempt to pay one order. `ref` is ours and makes asking the provider repeatable; `session` is theirs.

    `until`: when their page ends by itself, the same however often it is asked for. `intent`: their name of the money,
    by which refunds and disputes know it. `difference`, `debt`: what it pays for, if not the order itself.
    `given_back`: minor units refunded, on their way back, or lost in a dispute.
    `risk`, `risk_score`: the provider's own guess about the payment (0 to 99), where it makes one.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="payments")
    difference = models.ForeignKey(
        "orders.Difference", null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    debt = models.ForeignKey("orders.Debt", null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    ref = models.CharField(_("our reference"), max_length=43, unique=True)
    provider = models.CharField(_("provider"), max_length=32)
    session = models.CharField(_("provider's session"), max_length=255, blank=True, db_index=True)
    address = models.CharField(_("where to pay"), max_length=2048, blank=True)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=16, choices=Paying, default=Paying.STARTED)
    until = models.DateTimeField(_("payment page open until"), null=True, blank=True)
    intent = models.CharField(_("provider's name of the money"), max_length=255, blank=True, db_index=True)
    given_back = models.BigIntegerField(_("given back"), default=0)
    charge = models.CharField(_("provider's charge"), max_length=255, blank=True)
    brand = models.CharField(_("card brand"), max_length=32, blank=True)
    last_four = models.CharField(_("last four digits"), max_length=4, blank=True)
    risk = models.CharField(_("provider's guess of the risk"), max_length=16, blank=True)
    risk_score = models.PositiveSmallIntegerField(_("provider's score of the risk"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now, db_index=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [models.Index(fields=["state"], name="payment_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(state="started"), name="payment_one_attempt_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(given_back__gte=0, given_back__lte=models.F("amount")),
                name="payment_gives_back_what_was_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"Payment {self.pk} ({self.state})"


class ProviderEvent(models.Model):
    """A webhook that was acted on. Its id is remembered so that a second delivery changes nothing."""

    provider = models.CharField(_("provider"), max_length=32)
    event = models.CharField(_("event id"), max_length=255)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("provider's event")
        verbose_name_plural = _("provider's events")
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="provider_event_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event}"
