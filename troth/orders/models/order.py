"""An order as the books need it. Who ordered is written in the vault, under `party`."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import gate

from ..states import Status

RESERVED_FOR = timedelta(minutes=45)  # how long unpaid goods are kept back


def _reserved_until() -> object:
    return timezone.now() + RESERVED_FOR


class Placing(models.Model):
    """An order about to be placed: written before anything enters the vault, gone in the order's own transaction.

    What is left here after a few minutes is an order that failed between the stores; `orders.sweep` clears up after it.
    `claim`: set where a voucher is for once per customer, so that of two orders at a time one waits (`prices.customers`).
    """

    party = models.UUIDField(_("party"), unique=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now, db_index=True)
    claim = models.CharField(_("voucher and customer, as a keyed digest"), max_length=64, null=True, unique=True)  # noqa: DJ001  (NULL: none; empty texts would be equal)

    class Meta:
        verbose_name = _("order being placed")
        verbose_name_plural = _("orders being placed")

    def __str__(self) -> str:
        return f"Placing {self.pk}"


class Origin(models.TextChoices):
    """How an order reached the shop."""

    WEB = "web", _("in the shop")
    PHONE = "phone", _("by telephone")
    IMPORT = "import", _("from an earlier shop")
    API = "api", _("through a program")


class TaxCase(models.TextChoices):
    """Why an order carries the tax it carries. See `orders.prices.treatment`."""

    TAXED = "taxed", _("taxed where it goes")
    REVERSE_CHARGE = "reverse_charge", _("the buyer owes the tax")
    EXPORT = "export", _("export")
    EXEMPT = "exempt", _("the buyer is exempt")
    UNTAXED = "untaxed", _("no tax there")


class Order(models.Model):
    """Amounts are whole minor units of `currency`. `party` is random, of this order alone.

    `tax` comes on top of the prices, `tax_included` is the part of `total` that is tax already: of one order, one of
    the two is 0. `terms`: the version of the terms of sale that was accepted. `held_since`: set while it is held back.
    `method_name`, `carrier` and `service` are those of its method when it was placed; "" in orders older than that.
    """

    number = models.CharField(_("number"), max_length=16, unique=True)
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    party = models.UUIDField(_("party"), unique=True, editable=False)
    key_digest = models.CharField(_("hash of the form's key"), max_length=64, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.PLACED)
    currency = models.CharField(_("currency"), max_length=3)
    goods = models.BigIntegerField(_("goods"))
    discount = models.BigIntegerField(_("discount"), default=0)
    shipping = models.BigIntegerField(_("shipping"))
    tax = models.BigIntegerField(_("tax on top"), default=0)
    tax_included = models.BigIntegerField(_("tax contained in the prices"), default=0)
    total = models.BigIntegerField(_("total"))
    method = models.CharField(_("shipping method"), max_length=32)
    method_name = models.CharField(_("name of the shipping method"), max_length=80, blank=True)
    carrier = models.CharField(_("carrier"), max_length=32, blank=True)
    service = models.CharField(_("service of the carrier"), max_length=32, blank=True)
    grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    reserved_until = models.DateTimeField(_("goods kept back until"), default=_reserved_until)
    emptied_at = models.DateTimeField(_("personal data removed"), null=True, blank=True)
    tax_case = models.CharField(_("what it is for the tax"), max_length=16, choices=TaxCase, blank=True)
    terms = models.CharField(_("terms of sale accepted"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True
    )  # that it was placed in; "" for the shop's first
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.WEB)
    reference = models.CharField(_("number in an earlier shop"), max_length=40, blank=True, db_index=True)
    held_since = models.DateTimeField(_("held back since"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["status", "placed_at"], name="order_by_status"),
            models.Index(fields=["placed_at"], name="order_by_time"),
            models.Index(fields=["status", "reserved_until"], name="order_to_expire"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    total=models.F("goods") - models.F("discount") + models.F("shipping") + models.F("tax")
                ),
                name="order_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, tax__gte=0, tax_included__gte=0, total__gte=0),
                name="order_not_below_zero",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def whose(self) -> gate.PartyId:
        """For the verbs of the gate."""
        return gate.PartyId(int=self.party.int)


class OrderLine(models.Model):
    """What was bought, as it was then. The variant may be gone since; the line stays.

    `out`: so many of it were taken out again before the order was packed; see `orders.taking_out`.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", null=True, on_delete=models.SET_NULL, related_name="+")
    sku = models.CharField(_("article number"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=512)
    quantity = models.PositiveIntegerField(_("quantity"))
    price = models.BigIntegerField(_("price of one"))
    total = models.BigIntegerField(_("price of all"))
    discount = models.BigIntegerField(_("share of the discount"), default=0)
    tax = models.BigIntegerField(_("share of the tax"), default=0)
    tax_rate = models.PositiveIntegerField(_("tax rate in thousandths of a per cent"), default=0)
    out = models.PositiveIntegerField(_("taken out again"), default=0)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["id"]
        indexes = [models.Index(Upper("sku"), name="order_line_by_sku")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total=models.F("price") * models.F("quantity")), name="order_line_adds_up"
            ),
            models.CheckConstraint(
                condition=models.Q(out__lte=models.F("quantity")), name="order_line_no_more_out_than_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.sku}"

    @property
    def wanted(self) -> int:
        """How many of it are to be sent, or were."""
        return self.quantity - self.out


class By(models.TextChoices):
    """Who moved an order. What kind of who, never which one: that is the ledger's business."""

    CUSTOMER = "customer", _("you")
    PROVIDER = "provider", _("the payment provider")
    STAFF = "staff", _("our staff")
    CARRIER = "carrier", _("the carrier")
    SHOP = "shop", _("the shop")


class What(models.TextChoices):
    """What happened to an order."""

    PLACED = "placed", _("Order placed")
    PAYMENT_STARTED = "payment_started", _("Payment started")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    PAYMENT_LEFT = "payment_left", _("Payment page left")
    ON_ACCOUNT = "on_account", _("Ordered on account")
    MAY_BE_SENT = "may_be_sent", _("May be sent before it is paid")
    PART_PAID = "part_paid", _("A part of it paid")
    OVERPAID = "overpaid", _("More was paid than was asked for")
    ACCOUNT_REMINDED = "account_reminded", _("We reminded of the invoice")
    ACCOUNT_LOWERED = "account_lowered", _("Less is owed by the invoice")
    ACCOUNT_LET_GO = "account_let_go", _("We no longer ask for what the invoice left open")
    ACCOUNT_PAID_LATE = "account_paid_late", _("Paid after we no longer asked for it")
    ACCOUNT_LATE_BACK = "account_late_back", _("What was paid after we no longer asked for it was given back")
    ACCOUNT_KEPT = "account_kept", _("What was paid late is kept for the invoice")
    PAID = "paid", _("Paid")
    PAID_LATE = "paid_late", _("Paid after the goods had been let go")
    PAID_TWICE = "paid_twice", _("Paid a second time")
    TAKEN_OUT = "taken_out", _("Something was taken out of it")
    READDRESSED = "readdressed", _("The delivery address was changed")
    PACKED = "packed", _("Packed")
    SHIPPING_FAILED = "shipping_failed", _("The carrier did not take the parcel")
    SHIPPING_UNHEARD = "shipping_unheard", _("No answer was heard whether the carrier took the parcel")
    SHIPPED = "shipped", _("Handed to the carrier")
    PART_SHIPPED = "part_shipped", _("A part of it handed to the carrier")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    PARCEL_PROBLEM = "parcel_problem", _("The carrier reports a problem")
    PARCEL_DELIVERED = "parcel_delivered", _("One of the parcels delivered")
    LABEL_CANCELLED = "label_cancelled", _("Label taken back")
    NUMBER_NOTED = "number_noted", _("Tracking number noted")
    NO_LABEL = "no_label", _("Looked up with the carrier: no label was made")
    LABEL_AGAIN = "label_again", _("Label printed again")
    DELIVERED = "delivered", _("Delivered")
    DENIED = "denied", _("Said to be delivered, and not there")
    FOUND = "found", _("It was there after all")
    GIVEN_UP = "given_up", _("Nothing of it is expected to arrive any more")
    CANCELLED = "cancelled", _("Cancelled")
    ABANDONED = "abandoned", _("Not paid in time, goods released")
    REFUND_DUE = "refund_due", _("Refund asked for")
    REFUNDED = "refunded", _("Refunded")
    PART_REFUNDED = "part_refunded", _("A part of the money given back")
    REFUND_FAILED = "refund_failed", _("The provider refused a refund")
    DISPUTED = "disputed", _("The bank asks for the money back")
    DISPUTE_WRITTEN = "dispute_written", _("We wrote to the buyer about the bank's question")
    DISPUTE_ANSWERED = "dispute_answered", _("Our answer went to the bank")
    DISPUTE_WON = "dispute_won", _("The bank decided for us")
    DISPUTE_LOST = "dispute_lost", _("The bank took the money back")
    DISPUTE_DROPPED = "dispute_dropped", _("The bank's question ended")
    DEBT_ASKED = "debt_asked", _("We asked for the money that the bank took back")
    DEBT_REMINDED = "debt_reminded", _("We reminded of the money owed")
    DEBT_OBJECTED = "debt_objected", _("The buyer says that the money is not owed")
    DEBT_STOPPED = "debt_stopped", _("Reminders of the money owed were stopped")
    DEBT_ASKED_ON = "debt_asked_on", _("We still ask for the money owed")
    DEBT_PAID = "debt_paid", _("The money owed was paid")
    DEBT_LET_GO = "debt_let_go", _("We no longer ask for the money")
    DEBT_PAID_LATE = "debt_paid_late", _("Paid after we had stopped asking for the money")
    INVOICED = "invoiced", _("Invoice made")
    CREDITED = "credited", _("Credit note made")
    RETURN_ASKED = "return_asked", _("Return asked for")
    RETURN_APPROVED = "return_approved", _("Return agreed to")
    LABEL_OFFERED = "label_offered", _("A label for the way back was offered")
    BACK_LABEL_MADE = "back_label_made", _("Label for the way back made")
    BACK_LABEL_FAILED = "back_label_failed", _("The carrier made no label for the way back")
    BACK_LABEL_UNHEARD = "back_label_unheard", _("No answer was heard whether a label for the way back was made")
    BACK_LABEL_KNOWN = "back_label_known", _("Looked up with the carrier: what became of the label for the way back")
    RETURN_REFUSED = "return_refused", _("Return not agreed to")
    RETURN_WITHDRAWN = "return_withdrawn", _("Return called off")
    RETURN_LAPSED = "return_lapsed", _("The return did not arrive in time")
    RETURN_RECEIVED = "return_received", _("The return arrived")
    RETURN_PAID = "return_paid", _("Return settled: its money goes back")
    EXCHANGED = "exchanged", _("A replacement will be sent")
    DIFFERENCE_ASKED = "difference_asked", _("The replacement costs more; a link to pay for it was sent")
    DIFFERENCE_LAPSED = "difference_lapsed", _("The difference was not paid in time")
    HELD = "held", _("Held back")
    LET_GO_ON = "let_go_on", _("No longer held back")
    PROBLEM_OPENED = "problem_opened", _("We are looking into a problem")
    PROBLEM_CLOSED = "problem_closed", _("The problem was settled")
    CARRIER_CLAIMED = "carrier_claimed", _("We asked the carrier to make up for it")
    EMPTIED = "emptied", _("Contact and address removed")
    TAKEN_OVER = "taken_over", _("Taken over from an earlier shop")


class OrderEvent(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.CharField(_("by"), max_length=16, choices=By)
    what = models.CharField(_("what"), max_length=32, choices=What)

    class Meta:
        verbose_name = _("order event")
        verbose_name_plural = _("order events")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%Y-%m-%d %H:%M}"
