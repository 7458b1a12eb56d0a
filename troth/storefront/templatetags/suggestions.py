"""`{% load suggestions %}{% suggestions %}`: what works with what one has, for people who are signed in."""

from __future__ import annotations

from typing import Any

from django import template

from troth.catalog.shown import ProductShown
from troth.orders.suggested import suggested

from .. import consent
from ..consent.sent import account_of

register = template.Library()


@register.inclusion_tag("storefront/record/suggestions.html", takes_context=True)
def suggestions(
    context: template.Context,
    product: ProductShown | None = None,
    limit: int = 4,
    instead: Any = (),
    whole: bool = False,
) -> dict[str, Any]:
    """Nothing, and nothing asked, for visitors who are not signed in. `product`: the one whose page it is.

    `whole`: they are all there is on the page, so it says so where there are none. `instead`: cards that everybody may see,
    for where fitting is not allowed.
    """
    request = context.get("request")
    account = account_of(request) if request is not None else None
    if request is None or account is None:
        return {"shown": None}
    return {
        "shown": suggested(account, browser=consent.of(request), but=_on_page(product), limit=limit),
        "instead": instead,
        "whole": whole,
    }


def _on_page(product: ProductShown | None) -> list[str]:
    """What the page shows already, itself among it."""
    if product is None:
        return []
    beside = (*product.related, *product.accessories, *product.spare_parts, *product.made_for)
    return [product.slug, *(card.slug for card in beside)]
