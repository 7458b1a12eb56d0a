"""What a product's page tells search engines of comments (schema.org): what people see on it, and nothing else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from troth.comments.models import STARS
from troth.comments.shelf import OnPage, Said


def rated(page: OnPage) -> dict[str, Any]:
    """For the product's own entry. Questions are no reviews."""
    if page.rating is None:
        return {}
    told: dict[str, Any] = {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": page.rating.average,
            "reviewCount": page.rating.count,
            **_SCALE,
        }
    }
    reviews = [_review(said) for said in page.said if said.stars is not None]
    return {**told, "review": reviews} if reviews else told


_SCALE = {"bestRating": STARS[-1], "worstRating": STARS[0]}


def _review(said: Said) -> dict[str, Any]:
    name = said.words.name.reveal() if said.words.name else _("A customer")
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": name},
        "datePublished": said.written_on.strftime("%Y-%m"),
        "reviewBody": said.words.text.reveal(),
        "reviewRating": {"@type": "Rating", "ratingValue": said.stars, **_SCALE},
    }
