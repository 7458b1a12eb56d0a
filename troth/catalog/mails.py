"""What the mails of the catalogue are told when they leave."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from troth import channels

from .addresses import product_path
from .models import StockWish
from .notices.ask import LINK, LINK_HOURS
from .words import naming


@channels.facts("notice_confirm")
def notice_confirm(leaving: channels.Leaving) -> dict[str, object]:
    wish = _wish(leaving)
    token = channels.links.mint(LINK, wish.ref, hours=LINK_HOURS)
    return {"what": _what(wish), "url": reverse("shop:notice-confirm", args=[token]), "hours": LINK_HOURS}


@channels.facts("back_in_stock")
def back_in_stock(leaving: channels.Leaving) -> dict[str, object]:
    wish = _wish(leaving)
    query = urlencode({"variant": wish.variant.sku or str(wish.variant.ref)})
    return {"what": _what(wish), "url": f"{product_path(wish.variant.product.slug)}?{query}"}


def _wish(leaving: channels.Leaving) -> StockWish:
    return StockWish.objects.select_related("variant__product").get(pk=leaving.ids["wish"])


def _what(wish: StockWish) -> str:
    return naming.name(wish.variant).whole
