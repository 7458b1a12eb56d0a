"""What the front page tells search engines about the shop itself (schema.org). Products tell their own: `catalog.structured`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from troth.catalog.addresses import home_path

from .. import identity


def whole(path: str) -> str:
    """The address with scheme and host."""
    return settings.TROTH.base_url + path


def front() -> dict[str, Any]:
    """The shop and its site, as one graph."""
    return {"@context": "https://schema.org", "@graph": [_store(), _site()]}


def _store() -> dict[str, Any]:
    shop = identity.shop()
    known = {"legalName": shop.controller, "email": shop.email, "telephone": shop.telephone}
    return {
        "@type": "OnlineStore",
        "@id": whole("/#shop"),
        "name": shop.name,
        "url": whole(home_path()),
        "logo": whole("/static/storefront/art/mark.svg"),
        **{name: value for name, value in known.items() if value},
    }


def _site() -> dict[str, Any]:
    target = {"@type": "EntryPoint", "urlTemplate": whole(reverse("shop:search") + "?q={search_term_string}")}
    ask = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "url": whole(home_path()),
        "inLanguage": get_language(),
        "name": identity.shop().name,
        "publisher": {"@id": whole("/#shop")},
        "potentialAction": ask,
    }
