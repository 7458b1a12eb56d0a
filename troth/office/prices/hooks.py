"""Registers the prices' screens with Wagtail's admin; imported once, from the office's wagtail_hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .currencies import CurrencyViewSet, PriceViewSet
from .deals import OfferViewSet, VoucherViewSet
from .shipping import ShippingViewSet, none_used
from .taxes import TaxViewSet


class PricesGroup(SnippetViewSetGroup):
    menu_label = _("Prices")
    menu_icon = "ticket"
    menu_order = 160
    items = (VoucherViewSet, OfferViewSet, PriceViewSet, CurrencyViewSet, ShippingViewSet, TaxViewSet)


register_snippet(PricesGroup)
hooks.register("before_bulk_action", none_used)
