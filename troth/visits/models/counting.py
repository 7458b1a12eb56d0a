"""How often something was seen on a day. A row is a number about everybody, and about nobody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 120


class What(models.TextChoices):
    """Each is counted by itself and never across another: no row says which device came from which country."""

    VIEW = "view", _("openings of a page")
    VISIT = "visit", _("visits that began at a page")
    SOURCE = "source", _("visits from a site")
    SEARCH = "search", _("searches that found nothing")
    STEP = "step", _("steps on the way to an order")
    DEVICE = "device", _("visits with a kind of device")
    COUNTRY = "country", _("visits from a country")
    ROBOT = "robot", _("openings by programs")
    VISITOR = "visitor", _("visitors of a page who allow measurement")


class Count(models.Model):
    """`name`: a page's address, a site, a word, a step, a kind of device, a country's code; "" for all the others."""

    day = models.DateField(_("day"))
    what = models.CharField(_("what is counted"), max_length=8, choices=What)
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    many = models.PositiveBigIntegerField(_("how many"))

    class Meta:
        verbose_name = _("count of visits")
        verbose_name_plural = _("counts of visits")
        constraints = [models.UniqueConstraint(fields=["day", "what", "name"], name="visits_count_once")]
        indexes = [models.Index(fields=["what", "day"], name="visits_count_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.name}: {self.many}"
