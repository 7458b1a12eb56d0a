"""The stock list: every variant with what is left, for counting and topping up without opening the product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.catalog.locations import moving
from troth.catalog.models import Product, Variant
from troth.catalog.money import Money
from troth.catalog.stock import FEW

from . import columns
from .forms import StockForm


class OneVariantForm(StockForm):
    """Stock alone. The product is saved after it, so that lists and cards say what is true now."""

    def save(self, commit: bool = True) -> Any:
        variant = super().save(commit=commit)
        if commit:
            Product.objects.get(pk=variant.product_id).save()
            moving.note(variant, self.difference, self.for_user.pk)
        return variant


class OnlyChange(ModelPermissionPolicy):
    """Variants are added and removed with their product, where their options can be seen."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class StockFilter(WagtailFilterSet):
    left = django_filters.ChoiceFilter(
        label=_("Left"),
        choices=[("out", _("Sold out")), ("few", _("Running low")), ("uncounted", _("Not counted"))],
        method="_left",
    )

    def _left(self, found: QuerySet[Variant], name: str, value: str) -> QuerySet[Variant]:
        kinds = {
            "out": Q(tracked=True, stock__lte=0),
            "few": Q(tracked=True, stock__gt=0, stock__lte=FEW),
            "uncounted": Q(tracked=False),
        }
        return found.filter(kinds[value])

    class Meta:
        model = Variant
        fields = ["left"]


class StockViewSet(SnippetViewSet):
    model = Variant
    icon = "list-ul"
    menu_label = _("Stock")
    menu_order = 200
    copy_view_enabled = False
    list_per_page = 100
    ordering = ("product__title", "sort_order")
    filterset_class = StockFilter
    search_fields = ["product__title", "sku", "barcode", "option1", "option2", "option3"]
    list_display = [
        "product",
        Column("answers", label=_("Variant"), accessor=lambda variant: " / ".join(variant.values) or "\u2013"),
        Column("sku", label=_("Article number"), sort_key="sku"),
        Column("stock", label=_("In stock"), sort_key="stock"),
        Column("by_hand", label=_("By hand"), accessor=columns.counting),
        Column("words", label=_("The shop says"), accessor=columns.words_of),
        Column(
            "price",
            label=_("Price"),
            accessor=lambda variant: Money(variant.price, variant.currency).text,
            sort_key="price",
        ),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("stock_shown"), FieldPanel("tracked"), FieldPanel("oversell")]),
            FieldRowPanel([FieldPanel("sku"), FieldPanel("barcode"), FieldPanel("offered")]),
        ],
        base_form_class=OneVariantForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        return Variant.objects.select_related("product")
