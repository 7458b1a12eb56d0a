"""The shop's ways to send a parcel: methods, the zones they go to, and what they cost there by weight.

What is offered is read through `orders.prices.book`, like taxes; an order keeps the name and carrier of its method itself.
"""

from __future__ import annotations

import re

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from .tax import InTheBook

CODE = re.compile(r"[a-z0-9_]{1,32}\Z")
IS_CODE = RegexValidator(CODE, _("Small letters, figures and underscores."))
LONGEST_DAYS = 90


class ShippingMethod(InTheBook, ClusterableModel):
    """`carrier`: a recipient of the policy, "" where the shop carries it by its own means. `service`: the carrier adapter's
    name for it. `version` goes up with every change, so that two editors don't overwrite one another."""

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[IS_CODE], editable=False)
    name = models.CharField(_("name"), max_length=80, help_text=_("As the checkout and orders say it."))
    remark = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("A sentence below it in the checkout. Empty: none.")
    )
    carrier = models.CharField(_("carrier"), max_length=32, blank=True)
    service = models.CharField(_("service of the carrier"), max_length=32, blank=True, editable=False)
    place = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Small numbers come first.")
    )
    offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Switched off, it stays with the orders that chose it.")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.name


class ShippingZone(InTheBook):
    """Countries a method goes to. `countries`: "home", "*" for everywhere else, or codes, with spaces.

    `steps`: pairs of grams (null: any weight) and minor units of the shop's currency, the lightest first. `free_from`: the
    value of goods from which it costs nothing, in the same units; null: never. `further`: the same two in further currencies,
    {"EUR": {"steps": [[500, 490], [null, 990]], "free_from": 5000}}; one that isn't there is reckoned by its rate.
    """

    method = ParentalKey(ShippingMethod, on_delete=models.CASCADE, related_name="zones")
    countries = models.CharField(_("countries"), max_length=800)
    days_least = models.PositiveSmallIntegerField(
        _("working days, at least"), default=2, validators=[MaxValueValidator(LONGEST_DAYS)]
    )
    days_most = models.PositiveSmallIntegerField(
        _("at most"), default=4, validators=[MaxValueValidator(LONGEST_DAYS)], help_text=_("0 where nobody can say.")
    )
    free_from = models.BigIntegerField(_("free from"), null=True, blank=True)
    steps = models.JSONField(_("prices by weight"), default=list)
    further = models.JSONField(_("prices in further currencies"), default=dict, blank=True)

    class Meta:
        verbose_name = _("zone of a shipping method")
        verbose_name_plural = _("zones of shipping methods")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.method_id}: {self.countries[:40]}"
