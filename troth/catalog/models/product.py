"""A product, and what belongs to it alone.

`Product.save()` keeps its own summary (lowest price, pictures, first category) up to date, so that a list of
twenty cards is one query. Whoever changes products by other ways than `save()` calls `Product.save()` after.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from .. import indexing, summary
from ..words import renew
from .category import Catalogue, Category, Shown

# What the editor offers, and therefore all that an imported description may keep.
DESCRIPTION_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "superscript", "subscript"]


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Product(index.Indexed, ClusterableModel):
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=255)
    blurb = models.CharField(
        _("in one sentence"), max_length=300, blank=True, help_text=_("Shown on cards, under the title.")
    )
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)
    vendor = models.CharField(_("maker"), max_length=255, blank=True)
    keywords = models.TextField(
        _("keywords"), blank=True, help_text=_("Other words people look for; searched, never shown.")
    )
    specifications = models.TextField(
        _("specifications"), blank=True, help_text=_("One a line: “Working volume: 50 mL”.")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    featured = models.BooleanField(_("on the home page"), default=False)
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first; equal ones by title.")
    )
    categories = ParentalManyToManyField(Category, verbose_name=_("categories"), related_name="products", blank=True)
    option1_name = models.CharField(_("first option"), max_length=255, blank=True, help_text=_("“Volume”"))
    option2_name = models.CharField(_("second option"), max_length=255, blank=True)
    option3_name = models.CharField(_("third option"), max_length=255, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=255, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=400, blank=True)
    customs_code = models.CharField(
        _("customs code"),
        max_length=13,
        blank=True,
        validators=[RegexValidator(r"^\d{4}(\.?\d{2}){1,3}$", _("Six to ten digits, such as 7017.90."))],
        help_text=_("Its number in the Harmonized System: six to ten digits. Borders ask for it."),
    )
    origin = models.CharField(
        _("made in"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as US."))],
        help_text=_("The country's two letters. Borders ask for it."),
    )
    # The key another shop system knew it by; a second import finds it again by this.
    handle = models.CharField(max_length=255, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    # The summary, made by save().
    main_category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    price_from = models.BigIntegerField(_("price from"), default=0, editable=False)
    price_to = models.BigIntegerField(default=0, editable=False)
    price_varies = models.BooleanField(default=False, editable=False)
    compare_at = models.BigIntegerField(null=True, editable=False)
    currency = models.CharField(max_length=3, default="USD", editable=False)
    pictures = models.JSONField(default=list, editable=False)
    facets = models.TextField(blank=True, editable=False)  # see facets.remembered

    objects = Shown.as_manager()
    searched_once: tuple[str, str] | None = None
    # Written to by save(): the queue of wagtail.search would make a product findable only later.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("blurb"),
        index.SearchField("searched_text"),
        index.AutocompleteField("searched_codes"),
        index.FilterField("status"),
        index.FilterField("featured"),
        index.FilterField("main_category"),
    ]

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["handle"], condition=~models.Q(handle=""), name="catalog_product_handle")
        ]
        indexes = [models.Index(fields=["status", "position", "title"], name="catalog_product_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def option_names(self) -> tuple[str, ...]:
        """The names given, in order; () for a product without options."""
        return tuple(name for name in (self.option1_name, self.option2_name, self.option3_name) if name.strip())

    def searched_text(self) -> str:
        """What a full-text search looks through beside title and blurb."""
        return self.searched_once[0] if self.searched_once else indexing.text_of(self)

    def searched_codes(self) -> str:
        """Article numbers, which people type from the beginning."""
        return self.searched_once[1] if self.searched_once else indexing.codes_of(self)

    def clean(self) -> None:
        super().clean()
        gap = (self.option2_name and not self.option1_name) or (self.option3_name and not self.option2_name)
        if gap:
            raise ValidationError({"option1_name": _("Name the options in order: the first one first.")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        FormerAddress.remember(self)
        super().save(*args, **kwargs)
        # Only now do new pictures have the keys that variants point at.
        Product.objects.filter(pk=self.pk).update(**summary.summarise(self))
        indexing.write(self)
        renew.renew([self])
        Catalogue.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        indexing.forget(self)
        deleted = super().delete(*args, **kwargs)
        Catalogue.bump()
        return deleted


class Relation(models.TextChoices):
    """What one product is to another; people read "<this one> works with <that one>" from it."""

    RELATED = "related", _("Goes with it")
    ACCESSORY = "accessory", _("Works with it: an accessory")
    SPARE = "spare", _("Spare part")


class RelatedProduct(Orderable):
    """A product named by hand beside another one; what only goes with it stands before those of the same category."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="chosen_related")
    other = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("what it is"), max_length=12, choices=Relation.choices, default=Relation.RELATED)

    class Meta(Orderable.Meta):
        verbose_name = _("what goes with it")
        verbose_name_plural = _("what goes with it")
        constraints = [models.UniqueConstraint(fields=["product", "other"], name="catalog_related_once")]

    def __str__(self) -> str:
        return str(self.other)


class FormerAddress(models.Model):
    """A slug a product once had, so that old links still lead somewhere."""

    slug = models.SlugField(max_length=120, unique=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="former_addresses")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def remember(cls, product: Product) -> None:
        """Called before a product is saved: if its slug changes, the old one stays a way to it."""
        if product.pk is None:
            return
        before = Product.objects.filter(pk=product.pk).values_list("slug", flat=True).first()
        if before is None or before == product.slug:
            return
        cls.objects.filter(slug=product.slug).delete()
        cls.objects.update_or_create(slug=before, defaults={"product": product})
