"""What a book-keeper lays down: the numbers of their accounts, and which months are closed."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BookAccount(models.Model):
    """A number where it differs from the chart's own. `use`: see `orders.bookkeeping.accounts`; `number` may be empty."""

    use = models.CharField(_("used for"), max_length=32, unique=True)
    number = models.CharField(_("account"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("account of the books")
        verbose_name_plural = _("accounts of the books")
        ordering = ["use"]

    def __str__(self) -> str:
        return f"{self.use}: {self.number}"


class ClosedMonth(models.Model):
    """A month whose books are with the tax office. It forbids nothing: it says so where a later paper would touch it.

    `job`: as which the one who closed it did so; which one it was is nobody's business here (as with `order.By`).
    """

    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    closed_at = models.DateTimeField(_("closed"), default=timezone.now)
    job = models.CharField(_("job of who closed it"), max_length=32)

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ["year", "month"]
        constraints = [models.UniqueConstraint(fields=["year", "month"], name="closed_month_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"
