"""The product screens: a list with picture, price and stock, and one form for everything about a product."""

from __future__ import annotations

import django_filters
from django.db.models import Count, Q, QuerySet, Sum
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.catalog.models import Category, Product, Status

from . import columns
from .forms import ProductForm
from .panels import CombinationsPanel, DrawingPanel, VariantsPanel
from .words import panel as words


class ProductFilter(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("Status"))
    categories = django_filters.ModelChoiceFilter(queryset=Category.objects.all(), label=_("Category"))
    featured = django_filters.BooleanFilter(label=_("On the home page"))
    sold_out = django_filters.BooleanFilter(label=_("A variant is sold out"), method="_sold_out")

    def _sold_out(self, found: QuerySet[Product], name: str, value: bool) -> QuerySet[Product]:
        return found.filter(out__gt=0) if value else found.filter(out=0)

    class Meta:
        model = Product
        fields = ["status", "categories", "featured"]


_ABOUT = [
    FieldPanel("title"),
    FieldPanel("blurb"),
    FieldPanel("description"),
    FieldPanel("specifications"),
    MultiFieldPanel(
        [FieldPanel("categories", widget=CheckboxSelectMultiple), FieldPanel("vendor"), FieldPanel("keywords")],
        heading=_("Where it is found"),
    ),
    MultiFieldPanel([FieldRowPanel([FieldPanel("customs_code"), FieldPanel("origin")])], heading=_("At a border")),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldRowPanel([FieldPanel("featured"), FieldPanel("position")]),
        ],
        heading=_("In the shop"),
    ),
]
_VARIANTS = [
    FieldRowPanel(
        [FieldPanel("option1_name"), FieldPanel("option2_name"), FieldPanel("option3_name")],
        heading=_("Options people choose by"),
        help_text=_("Leave all three empty for a product that comes in one form."),
    ),
    CombinationsPanel(),
    VariantsPanel(
        "variants",
        heading=_("Variants"),
        label=_("variant"),
        min_num=1,
        panels=[
            FieldRowPanel([FieldPanel("option1"), FieldPanel("option2"), FieldPanel("option3")]),
            FieldRowPanel([FieldPanel("price_shown"), FieldPanel("compare_at_shown"), FieldPanel("currency")]),
            FieldRowPanel([FieldPanel("stock_shown"), FieldPanel("tracked"), FieldPanel("oversell")]),
            FieldRowPanel([FieldPanel("sku"), FieldPanel("barcode"), FieldPanel("weight_grams")]),
            FieldRowPanel([FieldPanel("shipped"), FieldPanel("offered"), FieldPanel("tax_class")]),
        ],
    ),
]
_PICTURES = [
    InlinePanel(
        "images",
        heading=_("Pictures"),
        label=_("picture"),
        help_text=_("The first one stands on cards and in lists."),
        panels=[
            DrawingPanel(),
            FieldPanel("image"),
            FieldPanel("alt"),
            FieldPanel("source_url", read_only=True),
        ],
    ),
]
_MORE = [
    FieldPanel("slug", help_text=_("Empty: made from the title. A former address keeps leading here.")),
    FieldPanel("seo_title"),
    FieldPanel("seo_description"),
    MultipleChooserPanel(
        "chosen_related",
        chooser_field_name="other",
        heading=_("Goes with it, works with it, spare parts"),
        label=_("product"),
        help_text=_(
            "Accessories are offered on its page and in the basket; on the page of an accessory or spare part, this product "
            "is named as what it was made for."
        ),
        panels=[FieldRowPanel([FieldPanel("other"), FieldPanel("kind")])],
    ),
]


class ProductViewSet(SnippetViewSet):
    model = Product
    icon = "tag"
    menu_label = _("Products")
    menu_order = 100
    copy_view_enabled = False
    list_per_page = 50
    ordering = ("position", "title")
    filterset_class = ProductFilter
    list_display = [
        columns.PictureColumn("pictures", label=_("Picture")),
        TitleColumn("title", label=_("Title"), sort_key="title", get_url=lambda product: _edit_address(product)),
        Column("price_from", label=_("Price"), accessor=columns.price_of, sort_key="price_from"),
        Column("left", label=_("Stock"), accessor=columns.stock_of, sort_key="left"),
        Column("main_category", label=_("Category"), sort_key="main_category__name"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
    ]
    edit_handler = words.Screen(
        [
            ObjectList(_ABOUT, heading=_("Product")),
            ObjectList(_VARIANTS, heading=_("Variants and stock")),
            ObjectList(_PICTURES, heading=_("Pictures")),
            ObjectList(_MORE, heading=_("Address and search engines")),
            *words.tabs(),
        ],
        base_form_class=ProductForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        counted = Q(variants__tracked=True, variants__offered=True)
        return Product.objects.select_related("main_category").annotate(
            left=Sum("variants__stock", filter=counted),
            uncounted=Count("variants", filter=Q(variants__tracked=False, variants__offered=True)),
            out=Count("variants", filter=counted & Q(variants__stock__lte=0)),
        )


def _edit_address(product: Product) -> str:
    from django.urls import reverse

    return reverse(Product.snippet_viewset.get_url_name("edit"), args=[product.pk])
