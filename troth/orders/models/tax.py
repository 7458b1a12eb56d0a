"""What a shop charges beside its prices: rows of its taxes, the taxes of an order, further currencies.

`PriceBook` has one row whose stamp is drawn anew with every change, so that a process knows with one question whether
what it keeps in memory still holds. See `orders.prices.book`.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

HIGHEST_RATE = 100_000  # thousandths of a per cent: 100%
CODE = RegexValidator(r"^[A-Z]{2}\Z", _("Two capital letters, such as US or DE."))
CURRENCY = RegexValidator(r"^[A-Z]{3}\Z", _("Three letters, such as USD or EUR."))


class PriceBook(models.Model):
    """The one row that says whether rates, offers or currencies changed."""

    ONLY = 1

    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("price book")
        verbose_name_plural = _("price book")

    def __str__(self) -> str:
        return str(self.stamp)

    @classmethod
    def renew(cls) -> None:
        """In the transaction of the change itself."""
        if not cls.objects.filter(pk=cls.ONLY).update(stamp=uuid.uuid4()):
            cls.objects.update_or_create(pk=cls.ONLY, defaults={"stamp": uuid.uuid4()})


class Kept(models.QuerySet[Any]):
    """Rows that processes keep in memory: deleting many of them at once is a change, too."""

    def delete(self) -> tuple[int, dict[str, int]]:
        deleted = super().delete()
        PriceBook.renew()
        return deleted


class InTheBook(models.Model):
    """A row whose change is known everywhere at once."""

    objects = Kept.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        PriceBook.renew()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        PriceBook.renew()
        return deleted


class TaxRule(InTheBook):
    """A tax on goods of one class that go to one place. No row for a place: no tax there."""

    country = models.CharField(_("country"), max_length=2, validators=[CODE])
    region = models.CharField(
        _("state or region"),
        max_length=64,
        blank=True,
        help_text=_("As addresses have it, such as MA. Empty for the whole country."),
    )
    tax_class = models.SlugField(
        _("class of goods"),
        max_length=32,
        default="standard",
        help_text=_("“standard” counts for every product that is in no class with a row of its own."),
    )
    rate = models.PositiveIntegerField(
        _("rate"), validators=[MaxValueValidator(HIGHEST_RATE)], help_text=_("In thousandths of a per cent.")
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As orders and invoices say it: “Massachusetts sales tax”.")
    )
    included = models.BooleanField(
        _("prices contain it"), default=False, help_text=_("Otherwise it comes on top, as in the United States.")
    )
    shipping = models.BooleanField(_("falls on shipping, too"), default=True)

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering = ["country", "region", "tax_class"]
        constraints = [
            models.UniqueConstraint(fields=["country", "region", "tax_class"], name="tax_rule_once"),
            models.CheckConstraint(condition=models.Q(rate__lte=HIGHEST_RATE), name="tax_rule_not_above_all"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({'-'.join(part for part in (self.country, self.region) if part)})"


class SellingCurrency(InTheBook):
    """A currency one may pay in beside that of the price tags.

    Goods have prices of their own in it (`VariantPrice`); what sending costs is reckoned by a rate the shop wrote down.
    """

    code = models.CharField(_("currency"), max_length=3, unique=True, validators=[CURRENCY])
    countries = models.CharField(
        _("offered first in"),
        max_length=400,
        blank=True,
        help_text=_("Countries by their two letters, with spaces: DE AT FR."),
    )
    shipping_rate = models.PositiveBigIntegerField(
        _("rate for shipping"),
        help_text=_("How many millionths of this currency one unit of the price tags' currency is, for shipping."),
    )

    class Meta:
        verbose_name = _("further currency")
        verbose_name_plural = _("further currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class OrderTax(models.Model):
    """A tax of an order as it was then, in the order's language. `base` is without it. `included`: prices contained it.

    `first`: its name in the shop's first language, "" where that is the name; by it reports keep a tax together.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="taxes")
    name = models.CharField(_("name"), max_length=80)
    first = models.CharField(_("name in the first language"), max_length=80, blank=True)
    rate = models.PositiveIntegerField(_("rate in thousandths of a per cent"))
    base = models.BigIntegerField(_("amount that is taxed"))
    amount = models.BigIntegerField(_("tax"))
    included = models.BooleanField(_("contained in the prices"))

    class Meta:
        verbose_name = _("tax of an order")
        verbose_name_plural = _("taxes of orders")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class OrderDiscount(models.Model):
    """What was taken off an order, and by which voucher or offer. `first`: as with `OrderTax`."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="discounts")
    label = models.CharField(_("voucher or offer"), max_length=80)
    first = models.CharField(_("name in the first language"), max_length=80, blank=True)
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("discount of an order")
        verbose_name_plural = _("discounts of orders")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"
