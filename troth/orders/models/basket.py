"""A basket belongs to whoever holds its cookie, and says nothing about them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Basket(models.Model):
    """`version` grows with every change; an order takes the basket only at the version its buyer saw.

    `currency`: chosen to pay in, "" for that of the price tags.
    """

    token_digest = models.CharField(_("hash of the cookie"), max_length=64, unique=True)
    version = models.PositiveIntegerField(_("changes so far"), default=0)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now, db_index=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    voucher = models.ForeignKey("orders.Voucher", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")

    def __str__(self) -> str:
        return f"Basket {self.pk}"


class BasketLine(models.Model):
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("basket line")
        verbose_name_plural = _("basket lines")
        constraints = [
            models.UniqueConstraint(fields=["basket", "variant"], name="basket_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="basket_line_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id}"
