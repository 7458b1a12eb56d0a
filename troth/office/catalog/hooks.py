"""Registers the catalogue with Wagtail's admin; imported once, from the office's wagtail_hooks."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from troth.catalog.models import Variant

from .bulk import views as bulk
from .categories import CategoryViewSet
from .many import ChangeMany
from .menu import Permitted
from .places import places
from .places import stock as counting
from .products import ProductViewSet
from .stock import OnlyChange, StockViewSet
from .words import hooks as words


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "tag"
    menu_order = 150
    items = (ProductViewSet, StockViewSet, CategoryViewSet)

    def get_submenu_items(self) -> list[Any]:
        return [*super().get_submenu_items(), *_OURS]


_OURS = (
    Permitted(_("Change many products"), reverse_lazy("office:bulk"), icon_name="edit", order=400, permission=bulk.MAY),
    Permitted(
        _("Stock changes"),
        reverse_lazy("office:stock_journal"),
        icon_name="history",
        order=410,
        permission=counting.MAY,
    ),
    words.ITEM,
    Permitted(_("Locations"), reverse_lazy("office:locations"), icon_name="site", order=420, permission=places.MAY),
)


@hooks.register("insert_global_admin_css")
def looks() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("office/goods.css"))


hooks.register("register_bulk_action", ChangeMany)


register_permission_policy(Variant, OnlyChange(Variant))
register_snippet(CatalogueGroup)
