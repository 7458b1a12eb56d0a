"""What the home page has been given to say in the office."""

from __future__ import annotations

from django import template
from wagtail.blocks import StreamValue

from troth.pages.models import HomePage

register = template.Library()


@register.simple_tag
def front_content() -> StreamValue | None:
    """`{% front_content as content %}`: the published body of the home page, or None. One query."""
    home = HomePage.objects.live().only("body").first()
    return home.body if home is not None and home.body else None
