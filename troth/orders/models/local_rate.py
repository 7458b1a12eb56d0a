"""Rates below a state's, by postal codes: tens of thousands of rows, looked up by an index and never kept in memory."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .tax import CODE, HIGHEST_RATE


class RateEdition(models.Model):
    """What one file said. In force for each of its states until a later edition has the same state; undone, never was.

    `source`: the name of the file. `begun_at`: since when it is in force, None while it is only looked at.
    """

    country = models.CharField(_("country"), max_length=2, validators=[CODE])
    source = models.CharField(_("file"), max_length=120)
    made_at = models.DateTimeField(_("brought in"), default=timezone.now)
    begun_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("edition of local rates")
        verbose_name_plural = _("editions of local rates")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.source


class EditionPlace(models.Model):
    """A state that an edition has rates for, and how many. `region` "": the whole country."""

    edition = models.ForeignKey(RateEdition, on_delete=models.CASCADE, related_name="places")
    region = models.CharField(_("state or region"), max_length=64, blank=True)
    rows = models.PositiveIntegerField(_("rates"))

    class Meta:
        verbose_name = _("state of an edition")
        verbose_name_plural = _("states of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "region"], name="edition_place_once")]

    def __str__(self) -> str:
        return self.region


class LocalRate(models.Model):
    """`first` to `last`: postal codes as numbers in the order of the codes, see `prices.local.codes`. None overlaps another."""

    edition = models.ForeignKey(RateEdition, on_delete=models.CASCADE, related_name="rates", db_index=False)
    region = models.CharField(_("state or region"), max_length=64, blank=True)
    first = models.BigIntegerField(_("first postal code"))
    last = models.BigIntegerField(_("last postal code"))
    rate = models.PositiveIntegerField(
        _("rate in thousandths of a per cent"), validators=[MaxValueValidator(HIGHEST_RATE)]
    )
    name = models.CharField(_("name"), max_length=80, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("local rate")
        verbose_name_plural = _("local rates")
        constraints = [
            models.UniqueConstraint(fields=["edition", "region", "first"], name="local_rate_found"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="local_rate_in_order"),
        ]

    def __str__(self) -> str:
        return self.name
