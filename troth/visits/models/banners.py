"""Banners for the shop's own products, and how often they and product pages were seen. Nothing here is about anybody."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from troth.catalog import revision
from troth.catalog.models.category import Shown


class Place(models.TextChoices):
    """Where a banner may stand."""

    HOME = "home", _("the first page")
    CATEGORY = "category", _("pages of categories")
    PRODUCT = "product", _("pages of products")
    BASKET = "basket", _("the basket")


class Standing(models.TextChoices):
    """Of a banner on a day."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    PAUSED = "paused", _("Paused")


class Banner(ClusterableModel):
    """One of our own products, shown in some places for some days. `ref` stands in addresses."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For the office; nobody else reads it."))
    product = models.ForeignKey(
        "catalog.Product", verbose_name=_("product"), on_delete=models.CASCADE, related_name="+"
    )
    picture = models.PositiveSmallIntegerField(
        _("which of its pictures"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("1 is the first. If the product has fewer, the first is shown."),
    )
    home = models.BooleanField(_("on the first page"), default=False)
    category = models.BooleanField(_("on pages of categories"), default=False)
    on_product = models.BooleanField(_("on pages of products"), default=False)
    basket = models.BooleanField(_("in the basket"), default=False)
    categories = ParentalManyToManyField(
        "catalog.Category",
        verbose_name=_("only with goods of"),
        blank=True,
        related_name="+",
        help_text=_("For pages of categories and products. Nothing chosen means all."),
    )
    first_day = models.DateField(_("first day"), default=timezone.localdate)
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until you end it."))
    paused = models.BooleanField(_("paused"), default=False)

    objects = Shown.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["-first_day", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> frozenset[Place]:
        marks = {
            Place.HOME: self.home,
            Place.CATEGORY: self.category,
            Place.PRODUCT: self.on_product,
            Place.BASKET: self.basket,
        }
        return frozenset(place for place, on in marks.items() if on)

    def standing(self, day: date) -> Standing:
        if self.last_day is not None and self.last_day < day:
            return Standing.ENDED
        if self.paused:
            return Standing.PAUSED
        return Standing.PLANNED if day < self.first_day else Standing.RUNNING

    def clean(self) -> None:
        super().clean()
        if self.last_day is not None and self.first_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": gettext("It ends before it begins.")})
        if not self.places:
            raise ValidationError({"home": gettext("Choose at least one place.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        revision.bump()  # pages are kept by it

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        revision.bump()
        return deleted


class BannerWords(models.Model):
    """What a banner says in one language. Where it has none, the first language's are shown; without those the product's."""

    banner = ParentalKey(Banner, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("headline"), max_length=80)
    line = models.CharField(_("one sentence"), max_length=160, blank=True)
    button = models.CharField(_("on the button"), max_length=40, blank=True, help_text=_("Empty: “Have a look”."))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("words of a banner")
        verbose_name_plural = _("words of banners")
        constraints = [models.UniqueConstraint(fields=["banner", "language"], name="visits_bannerwords_once")]

    def __str__(self) -> str:
        return self.title


class BannerDay(models.Model):
    """How often a banner was seen in a place on a day, and how often it was pressed."""

    banner = models.ForeignKey(Banner, on_delete=models.CASCADE, related_name="days")
    place = models.CharField(_("place"), max_length=8, choices=Place)
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("seen"), default=0)
    presses = models.PositiveBigIntegerField(_("pressed"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of a banner")
        verbose_name_plural = _("days of banners")
        constraints = [models.UniqueConstraint(fields=["banner", "place", "day"], name="visits_bannerday_once")]
        indexes = [models.Index(fields=["day"], name="visits_bannerday_by_day")]

    def __str__(self) -> str:
        return f"{self.banner} {self.place} {self.day}: {self.views}, {self.presses}"


class ProductDay(models.Model):
    """How often a product's page came before somebody's eyes on a day, whoever they were."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("seen"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of a product's page")
        verbose_name_plural = _("days of products' pages")
        constraints = [models.UniqueConstraint(fields=["product", "day"], name="visits_productday_once")]
        indexes = [models.Index(fields=["day"], name="visits_productday_by_day")]

    def __str__(self) -> str:
        return f"{self.product} {self.day}: {self.views}"
