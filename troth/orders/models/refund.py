"""Money that goes back, whole or in part. Why is one of a fixed list: a sentence of anybody's could name somebody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import OnAccount
from .order import By, Order
from .payment import Payment


class Giving(models.TextChoices):
    """How far a refund has come."""

    DUE = "due", _("To be asked for")
    ASKED = "asked", _("Under way")
    DONE = "done", _("Given back")
    FAILED = "failed", _("Refused")


class Why(models.TextChoices):
    """Why money goes back."""

    CANCELLED = "cancelled", _("The order was cancelled")
    LATE = "late", _("Paid after the goods were gone")
    TWICE = "twice", _("Paid twice")
    SURPLUS = "surplus", _("More was paid than is owed now")
    LET_GO = "let_go", _("It was not asked for any more")
    RETURNED = "returned", _("Goods came back")
    DAMAGED = "damaged", _("Goods were damaged")
    MISSING = "missing", _("Something was missing")
    NOT_ARRIVED = "not_arrived", _("The parcel did not arrive")
    TAKEN_OUT = "taken_out", _("It was taken out of the order")
    SENDING = "sending", _("Sending costs less")
    PRICE = "price", _("The price was corrected")
    GOODWILL = "goodwill", _("Goodwill")
    FRAUD = "fraud", _("The order was not genuine")
    ELSEWHERE = "elsewhere", _("Given back on the provider's own pages")


CLAIMS = frozenset({Giving.DUE, Giving.ASKED, Giving.DONE})  # counts against what may still go back


# Of which no credit note tells: money that came for no order, once too often, or beyond what its invoice still says.
WITHOUT_PAPER = frozenset({Why.LATE, Why.TWICE, Why.SURPLUS, Why.LET_GO})


class Refund(models.Model):
    """A part of one payment; or of what an order on account (`account`) owes, and then no money moves: it is done at once.

    `ref` is ours and makes asking repeatable; `theirs` is the provider's name of it. `part_of`: the first of several that
    were decided as one, because no single payment was so much.
    """

    payment = models.ForeignKey(
        "orders.Payment", null=True, blank=True, on_delete=models.CASCADE, related_name="refunds"
    )
    account = models.ForeignKey(
        "orders.OnAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_off"
    )
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    ref = models.CharField(_("our reference"), max_length=64, unique=True)
    amount = models.BigIntegerField(_("amount"))
    why = models.CharField(_("reason"), max_length=16, choices=Why)
    by = models.CharField(_("by"), max_length=16, choices=By)
    state = models.CharField(_("state"), max_length=8, choices=Giving, default=Giving.DUE)
    theirs = models.CharField(_("provider's reference"), max_length=255, blank=True)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["decided_at", "id"]
        indexes = [models.Index(fields=["state"], name="refund_by_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_of_something"),
            models.CheckConstraint(
                condition=models.Q(payment__isnull=True, account__isnull=False)
                | models.Q(payment__isnull=False, account__isnull=True),
                name="refund_of_money_or_of_what_is_owed",
            ),
            models.UniqueConstraint(
                fields=["payment", "theirs"], condition=~models.Q(theirs=""), name="refund_once_with_the_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"Refund {self.pk} ({self.state})"

    @property
    def of(self) -> Payment | OnAccount:
        """The payment, or the order on account."""
        found = self.payment or self.account
        if found is None:
            raise RuntimeError("a refund is of a payment or of what is owed")  # a constraint of the store says so too
        return found

    @property
    def order(self) -> Order:
        return self.of.order

    @property
    def currency(self) -> str:
        return self.of.currency


class RefundLine(models.Model):
    """Goods that money went back for. They are on the shelf again but for `gone` of them, such as those of a lost parcel."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="refunds")
    quantity = models.PositiveIntegerField(_("quantity"))
    gone = models.PositiveIntegerField(_("of them not on the shelf again"), default=0)

    class Meta:
        verbose_name = _("line of a refund")
        verbose_name_plural = _("lines of a refund")
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="refund_line_not_empty"),
            models.CheckConstraint(condition=models.Q(gone__lte=models.F("quantity")), name="refund_line_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
