"""News by mail at the foot of every page. `{% load sign_up %}`."""

from __future__ import annotations

from typing import Final

from django import template

from troth.leads.sign_ups import offer

from .shopfront import kept

register = template.Library()

# Where people look at what is sold. Elsewhere, such as in the checkout, they are in the middle of something: a link will do.
WITH_A_FIELD: Final = frozenset({"shop:home", "shop:products", "shop:product", "shop:category", "shop:search"})


@register.simple_tag(takes_context=True)
def news_foot(context: template.Context) -> str:
    """`{% news_foot %}`: a field on the pages of the shop, a link elsewhere and for whoever is signed in. Nothing where the policy
    takes nobody in this way."""
    offered = offer.now()
    request = context.get("request")
    if offered is None or request is None:
        return ""
    match = getattr(request, "resolver_match", None)
    anonymous = not getattr(getattr(request, "user", None), "is_authenticated", False)
    field = anonymous and match is not None and match.view_name in WITH_A_FIELD
    return kept("storefront/part/news.html", offered=offered if field else None)
