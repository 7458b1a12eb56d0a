"""Vouchers, which one types in, and offers, which hold for everybody. Neither knows a person."""

from __future__ import annotations

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .tax import CURRENCY, InTheBook

PATTERN = re.compile(r"[A-Z0-9-]{3,32}\Z")
CODE = RegexValidator(PATTERN, _("3 to 32 letters, figures and hyphens."))


class DealKind(models.TextChoices):
    PERCENTAGE = "percentage", _("a percentage off")
    AMOUNT = "amount", _("an amount off")
    FREE_SHIPPING = "free_shipping", _("free shipping")


class DealTerms(models.Model):
    """What both have. `value`: thousandths of a per cent, or minor units of `currency`; 0 for free shipping."""

    kind = models.CharField(_("takes off"), max_length=16, choices=DealKind, default=DealKind.PERCENTAGE)
    value = models.BigIntegerField(_("how much"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[CURRENCY])
    minimum = models.BigIntegerField(_("from a value of goods of"), default=0)
    products = models.ManyToManyField(
        "catalog.Product", verbose_name=_("products"), blank=True, related_name="+", help_text=_("None means all.")
    )
    categories = models.ManyToManyField(
        "catalog.Category", verbose_name=_("categories"), blank=True, related_name="+", help_text=_("None means all.")
    )
    begins = models.DateTimeField(_("begins"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        abstract = True


class Voucher(DealTerms):
    """A code. `used` grows only while it is below `limit`, by one conditional update: see `prices.vouchers`."""

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[CODE])
    name = models.CharField(
        _("words beside the code"),
        max_length=45,
        blank=True,
        help_text=_("As baskets, orders and invoices say it: “Spring sale”. Empty: the code alone."),
    )
    limit = models.PositiveIntegerField(
        _("how often it may be used"), null=True, blank=True, help_text=_("Empty: as often as anybody likes.")
    )
    used = models.PositiveIntegerField(_("used so far"), default=0, editable=False)
    once_each = models.BooleanField(
        _("once per customer"),
        default=False,
        help_text=_("Customers are known by account and e-mail address; who has themselves erased is new."),
    )
    first_order = models.BooleanField(_("for a first order only"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=0, minimum__gte=0), name="voucher_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.code


class Offer(DealTerms, InTheBook):
    """Holds for every basket it fits, without a code."""

    name = models.CharField(_("name"), max_length=80, help_text=_("As baskets and orders say it."))

    class Meta:
        verbose_name = _("special offer")
        verbose_name_plural = _("special offers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=0, minimum__gte=0), name="offer_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.name


class VoucherUse(models.Model):
    """An order that used a voucher. `given_back_at`: the order came to nothing, and the use counts no more."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="uses")
    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="voucher_use")
    used_at = models.DateTimeField(_("used"), default=timezone.now)
    given_back_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of a voucher")
        verbose_name_plural = _("uses of vouchers")

    def __str__(self) -> str:
        return f"Use {self.pk}"
