"""Products and categories in the shop's further languages: a row for each language beside the row of the first one.

What is empty here is shown in the first language, field by field. The maps have the first language's own phrases as keys,
{"Working volume": "Arbeitsvolumen"}: a phrase that is changed there has no translation until it gets a new one.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index

from ..words import index as words_index
from ..words import renew
from .category import Catalogue, Category
from .product import DESCRIPTION_FEATURES, Product


class ProductWords(index.Indexed, models.Model):
    """A product's words in one language. What lists need of them (`facets`, `missing`) is kept up to date by save()."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=255, blank=True)
    blurb = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)
    keywords = models.TextField(_("keywords"), blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)  # names and answers
    specifications = models.JSONField(_("specifications"), default=dict, blank=True)  # names and values
    pictures = models.JSONField(_("what pictures show"), default=dict, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=255, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=400, blank=True)

    facets = models.TextField(blank=True, editable=False)  # as Product.facets, in this language
    missing = models.PositiveIntegerField(default=0, editable=False)  # how much is not translated yet

    wagtail_reference_index_ignore = True
    searched_once: tuple[str, str] | None = None
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("blurb"),
        index.SearchField("searched_text"),
        index.AutocompleteField("searched_codes"),
    ]

    class Meta:
        verbose_name = _("product in another language")
        verbose_name_plural = _("products in other languages")
        constraints = [models.UniqueConstraint(fields=["product", "language"], name="catalog_productwords_once")]

    def __str__(self) -> str:
        return f"{self.title or self.product_id} ({self.language})"

    def searched_text(self) -> str:
        return self.searched_once[0] if self.searched_once else ""

    def searched_codes(self) -> str:
        return self.searched_once[1] if self.searched_once else ""

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        renew.renew([self.product], [self])
        Catalogue.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        words_index.forget([self])
        deleted = super().delete(*args, **kwargs)
        Catalogue.bump()
        return deleted


class CategoryWords(models.Model):
    """A category's words in one language."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name"), max_length=120, blank=True)
    blurb = models.CharField(_("in one sentence"), max_length=300, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=255, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=400, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("category in another language")
        verbose_name_plural = _("categories in other languages")
        constraints = [models.UniqueConstraint(fields=["category", "language"], name="catalog_categorywords_once")]

    def __str__(self) -> str:
        return f"{self.name or self.category_id} ({self.language})"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = CategoryWords.objects.filter(pk=self.pk).values_list("name", flat=True).first() if self.pk else ""
        super().save(*args, **kwargs)
        if before != self.name:
            self._index_again()
        Catalogue.bump()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self._index_again()
        Catalogue.bump()
        return deleted

    def _index_again(self) -> None:
        """In this language only: that of the first one and the others say what they did."""
        found = Product.objects.filter(categories=self.category_id, words__language=self.language)
        renew.renew(found.prefetch_related("variants", "images", "categories"))
