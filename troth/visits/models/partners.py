"""What partners were given: figures with noise, drawn once, and how much of their allowance is spent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_SUBJECT = 120


class Cell(models.Model):
    """One day of one figure as everybody outside is told it. `values` have their noise; the true ones are not here.

    `subject`: a page or a currency. `loss`: epsilon in thousandths that its noise was drawn with.
    """

    figure = models.CharField(_("figure"), max_length=24)
    subject = models.CharField(_("page or currency"), max_length=LONGEST_SUBJECT)
    day = models.DateField(_("day"))
    values = models.JSONField(_("values"))
    loss = models.PositiveIntegerField(_("loss of privacy, in thousandths"))

    class Meta:
        verbose_name = _("released figure")
        verbose_name_plural = _("released figures")
        constraints = [models.UniqueConstraint(fields=["figure", "subject", "day"], name="visits_cell_once")]

    def __str__(self) -> str:
        return f"{self.figure} {self.subject} {self.day}"


class Allowance(models.Model):
    """Of one partner, for the figures about one month. `spent` never exceeds `granted`: the store refuses it as well."""

    partner = models.CharField(_("partner"), max_length=48)
    month = models.DateField(_("month"))
    granted = models.PositiveIntegerField(_("granted, in thousandths"))
    spent = models.PositiveIntegerField(_("spent, in thousandths"), default=0)

    class Meta:
        verbose_name = _("allowance of a partner")
        verbose_name_plural = _("allowances of partners")
        constraints = [
            models.UniqueConstraint(fields=["partner", "month"], name="visits_allowance_once"),
            models.CheckConstraint(condition=models.Q(spent__lte=models.F("granted")), name="visits_allowance_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.month}: {self.spent}/{self.granted}"


class Series(models.Model):
    """What of a month a partner has paid for: one figure of one page or currency."""

    allowance = models.ForeignKey(Allowance, on_delete=models.CASCADE, related_name="series")
    figure = models.CharField(_("figure"), max_length=24)
    subject = models.CharField(_("page or currency"), max_length=LONGEST_SUBJECT)

    class Meta:
        verbose_name = _("series of a partner")
        verbose_name_plural = _("series of partners")
        constraints = [
            models.UniqueConstraint(fields=["allowance", "figure", "subject"], name="visits_series_paid_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.subject}"


class Handout(models.Model):
    """A file that was made for a partner. `entry`: the ledger's line about it. `spent`: what it took of the allowance."""

    partner = models.CharField(_("partner"), max_length=48)
    figure = models.CharField(_("figure"), max_length=24)
    subject = models.CharField(_("page or currency"), max_length=LONGEST_SUBJECT)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    spent = models.PositiveIntegerField(_("spent, in thousandths"))
    entry = models.UUIDField(_("entry"), unique=True)

    class Meta:
        verbose_name = _("figures given to a partner")
        verbose_name_plural = _("figures given to partners")
        indexes = [models.Index(fields=["made_at"], name="visits_handout_by_time")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.figure} {self.subject}"
