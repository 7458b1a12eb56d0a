"""What the mails of this room are told when they leave."""

from __future__ import annotations

from django.urls import reverse

from troth import channels, gate

from .shows import asking


@channels.facts(asking.TEMPLATE)
def news_confirm(leaving: channels.Leaving) -> dict[str, object]:
    """Raises `gate.Refused` where they have said a word of their own meanwhile, NewsAsked.DoesNotExist as `asking.of`."""
    asked = asking.of(int(leaving.ids["asked"]))
    if asked is None:
        raise gate.Refused.by(gate.policy().refusals["declined"])
    url = reverse("news-confirm", args=[asking.mint(asked)])
    kinds = [label for _purpose, label in asked.kinds]
    return {"kinds": kinds, "show": asked.show, "url": url, "days": asking.LINK_HOURS // 24}
