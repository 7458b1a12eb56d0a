"""The catalogue as a whole, and its shelves."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .. import on_shelf


class Catalogue(models.Model):
    """The one row about the catalogue as a whole."""

    ONLY = 1

    revision = models.BigIntegerField(default=0)
    currency = models.CharField(_("currency of new prices"), max_length=3, default="USD")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogue")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.revision}"

    @classmethod
    def bump(cls) -> None:
        """Say that the catalogue changed: one UPDATE, in the transaction of the change itself."""
        if not cls.objects.filter(pk=cls.ONLY).update(revision=models.F("revision") + 1):
            cls.objects.get_or_create(pk=cls.ONLY)
            cls.objects.filter(pk=cls.ONLY).update(revision=models.F("revision") + 1)


class Shown(models.QuerySet[Any]):
    """Rows that pages show: deleting many of them at once is a change of the catalogue, too."""

    def delete(self) -> tuple[int, dict[str, int]]:
        deleted = super().delete()
        Catalogue.bump()
        return deleted


class Category(models.Model):
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    blurb = models.CharField(_("in one sentence"), max_length=300, blank=True)
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first; equal ones by name.")
    )
    published = models.BooleanField(_("shown in the shop"), default=True)
    seo_title = models.CharField(_("title for search engines"), max_length=255, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=400, blank=True)

    objects = Shown.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Category.objects.filter(pk=self.pk).values_list("name", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is not None and before != self.name:
            on_shelf.index_again(on_shelf.of(self.pk))
        Catalogue.bump()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        products = on_shelf.of(self.pk)
        deleted = super().delete(*args, **kwargs)
        on_shelf.index_again(products)
        Catalogue.bump()
        return deleted
