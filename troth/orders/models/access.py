"""The way into one order without an account. Only the hash of the cookie is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderAccess(models.Model):
    """A browser (by its `order_access` cookie) that may see an order.

    `proven`: it came by the link in the mail. Otherwise it is the browser that placed the order, and sees
    names and addresses masked.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="accesses")
    browser_digest = models.CharField(_("hash of the cookie"), max_length=64, db_index=True)
    proven = models.BooleanField(_("mailbox proven"), default=False)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("access to an order")
        verbose_name_plural = _("accesses to orders")
        constraints = [models.UniqueConstraint(fields=["order", "browser_digest"], name="order_access_once")]

    def __str__(self) -> str:
        return f"Access {self.pk}"
