"""Prices of goods in further currencies: written down by the shop, never converted."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..money import Money
from .goods import Variant


class VariantPrice(models.Model):
    """What one variant costs in one more currency, in its minor units."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3)
    price = models.BigIntegerField(_("price"), validators=[MinValueValidator(0)])

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("price in a further currency")
        verbose_name_plural = _("prices in further currencies")
        ordering = ["variant", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["variant", "currency"], name="variant_price_once"),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="variant_price_not_below_zero"),
        ]

    def __str__(self) -> str:
        return Money(self.price, self.currency).text
