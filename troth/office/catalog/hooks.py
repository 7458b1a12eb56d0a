"""Registers the catalogue with Wagtail's admin; imported once, from the office's wagtail_hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from troth.catalog.models import Variant

from .categories import CategoryViewSet
from .products import ProductViewSet
from .stock import OnlyChange, StockViewSet


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "tag"
    menu_order = 150
    items = (ProductViewSet, StockViewSet, CategoryViewSet)


register_permission_policy(Variant, OnlyChange(Variant))
register_snippet(CatalogueGroup)
