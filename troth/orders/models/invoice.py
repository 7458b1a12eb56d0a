"""Invoices by number and amounts. Whom one is made out to stands in the vault alone, under the key of the books."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT = "credit", _("Credit note")
    EXTRA = "extra", _("Invoice for an exchange")
    AFTER_ALL = "late", _("Invoice for what was paid after all")


class InvoiceYear(models.Model):
    """The last number given in a year. The row is locked while a number is taken, so there is no gap and no twin."""

    year = models.PositiveIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("year of invoices")
        verbose_name_plural = _("years of invoices")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Invoice(models.Model):
    """One paper. `content`: the seller, lines, taxes and sums as they were then; nothing of the buyer.

    A credit note names the invoice it takes back, wholly or in part, in `credits`. `amount` in minor units.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(_("kind"), max_length=8, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    year = models.PositiveIntegerField(_("year"))
    place = models.PositiveIntegerField(_("number in the year"))
    number = models.CharField(_("number"), max_length=24, unique=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    content = models.JSONField(_("content"), default=dict)
    credits = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes")
    refund = models.OneToOneField(
        "orders.Refund", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_note"
    )
    dispute = models.OneToOneField(
        "orders.Dispute", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_note"
    )
    difference = models.OneToOneField(
        "orders.Difference", null=True, blank=True, on_delete=models.PROTECT, related_name="invoice"
    )
    account = models.OneToOneField(
        "orders.OnAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_note"
    )
    debt = models.OneToOneField("orders.Debt", null=True, blank=True, on_delete=models.PROTECT, related_name="invoice")
    cause = models.CharField(_("what it was made for"), max_length=64, unique=True)
    replaced_at = models.DateTimeField(_("taken back as a whole"), null=True, blank=True)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "place"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(kind="invoice", replaced_at=None),
                name="invoice_one_in_force_for_an_order",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="invoice_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.number
