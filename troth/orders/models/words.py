"""What offers, vouchers, taxes and ways of sending are called in the shop's further languages: a row for each language.

What is empty here is shown in the first language. Orders keep what they were shown (`OrderTax`, `OrderDiscount`,
`Order.method_name`), so a name that is changed or deleted later changes nothing that was bought.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .shipping import ShippingMethod
from .tax import InTheBook, TaxRule
from .voucher import Offer, Voucher


class NameWords(InTheBook):
    """`name` is as long as the one it stands for."""

    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class OfferWords(NameWords):
    of = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="words")

    class Meta:
        verbose_name = _("special offer in another language")
        verbose_name_plural = _("special offers in other languages")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="offer_words_once")]


class VoucherWords(NameWords):
    of = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="words")

    class Meta:
        verbose_name = _("voucher in another language")
        verbose_name_plural = _("vouchers in other languages")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="voucher_words_once")]


class TaxWords(NameWords):
    of = models.ForeignKey(TaxRule, on_delete=models.CASCADE, related_name="words")

    class Meta:
        verbose_name = _("tax in another language")
        verbose_name_plural = _("taxes in other languages")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="tax_words_once")]


class ShippingWords(NameWords):
    of = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="words")
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("shipping method in another language")
        verbose_name_plural = _("shipping methods in other languages")
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="shipping_words_once")]
