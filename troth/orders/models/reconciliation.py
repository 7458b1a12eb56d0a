"""What came of holding the provider's books against ours. Order numbers, references and amounts; nobody's data."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reconciliation(models.Model):
    """One comparison. `findings`: see `orders.reconcile.report`, as JSON."""

    provider = models.CharField(_("provider"), max_length=32)
    since = models.DateTimeField(_("books since"))
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    payments = models.PositiveIntegerField(_("payments looked at"), default=0)
    refunds = models.PositiveIntegerField(_("refunds looked at"), default=0)
    disputes = models.PositiveIntegerField(_("disputes looked at"), default=0)
    others = models.PositiveIntegerField(_("payments of others"), default=0)
    findings = models.JSONField(_("findings"), default=list)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Reconciliation with {self.provider} at {self.at:%Y-%m-%d %H:%M}"
