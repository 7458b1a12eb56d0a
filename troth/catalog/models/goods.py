"""What a product is made of for those who buy it: its variants, and the pictures of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from .product import Product


class ProductImage(Orderable):
    """A picture of a product: an uploaded one, a drawn one of the sample catalogue, or one still to be fetched."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    drawn = models.CharField(max_length=200, blank=True, editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=512,
        blank=True,
        help_text=_("Read aloud to people who cannot see it. Empty if the title already says it."),
    )
    source_url = models.URLField(
        _("address at the former shop"),
        max_length=2000,
        blank=True,
        help_text=_("From an import."),
    )
    left_there = models.CharField(
        max_length=16, blank=True, editable=False
    )  # why nobody tries to fetch it any more: a word of `importing.pictures.report`; "" while it waits

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt or self.drawn or self.source_url


class Variant(Orderable):
    """One thing with a price and a stock. A product without options has exactly one."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="variants")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sku = models.CharField(_("article number"), max_length=255, blank=True, db_index=True)
    barcode = models.CharField(_("barcode"), max_length=64, blank=True)
    option1 = models.CharField(_("first option"), max_length=255, blank=True)
    option2 = models.CharField(_("second option"), max_length=255, blank=True)
    option3 = models.CharField(_("third option"), max_length=255, blank=True)
    price = models.BigIntegerField(_("price"), validators=[MinValueValidator(0)])  # minor units
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    compare_at = models.BigIntegerField(_("former price"), null=True, blank=True, validators=[MinValueValidator(0)])
    stock = models.IntegerField(_("in stock"), default=0)
    tracked = models.BooleanField(_("count the stock"), default=True)
    oversell = models.BooleanField(_("sell when none is left"), default=False)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    shipped = models.BooleanField(_("is sent by post"), default=True)
    offered = models.BooleanField(_("offered"), default=True)
    tax_class = models.SlugField(
        _("class for the tax"),
        max_length=32,
        default="standard",
        help_text=_("“standard”, “exempt”, or a class that the shop's taxes name."),
    )
    picture = models.ForeignKey(
        ProductImage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "option1", "option2", "option3"], name="catalog_variant_options"
            ),
            # The last line of defence behind stock.reserve().
            models.CheckConstraint(
                condition=models.Q(stock__gte=0) | models.Q(oversell=True) | models.Q(tracked=False),
                name="catalog_variant_not_oversold",
            ),
        ]

    def __str__(self) -> str:
        return " / ".join(self.values) or self.sku or str(self.product)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Variant:
        """Keeps the stock as it was read: see `save`."""
        variant = super().from_db(*args, **kwargs)
        if "stock" in variant.__dict__:
            variant._stock_read = variant.stock
        return variant

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a changed stock as a difference, so that what was sold since it was read stays sold."""
        read = getattr(self, "_stock_read", None)
        if self._state.adding or read is None or "stock" not in (kwargs.get("update_fields") or {"stock"}):
            super().save(*args, **kwargs)
        else:
            self.stock = models.F("stock") + (self.stock - read)
            super().save(*args, **kwargs)  # reads the sum back
        self._stock_read = self.stock

    @property
    def values(self) -> tuple[str, ...]:
        """The answers to the product's options, in order."""
        return tuple(value for value in (self.option1, self.option2, self.option3) if value)
