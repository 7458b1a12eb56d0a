"""What a partner says a campaign did on one day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignDay(models.Model):
    """Sums of a day. A partner's later word about the same day takes the place of the earlier one. `cost`: minor units."""

    partner = models.CharField(_("partner"), max_length=16)
    campaign = models.CharField(_("campaign"), max_length=40)
    day = models.DateField(_("day"), db_index=True)
    shown = models.BigIntegerField(_("shown"), default=0)
    clicked = models.BigIntegerField(_("followed"), default=0)
    cost = models.BigIntegerField(_("cost"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    voucher = models.CharField(_("voucher"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("day of a campaign")
        verbose_name_plural = _("days of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["partner", "campaign", "day"], name="one_row_a_campaign_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.day}"
