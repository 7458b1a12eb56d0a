"""What the mails of this room are told when they leave."""

from __future__ import annotations

from django.urls import reverse

from troth import channels, gate

from .shows import asking
from .sign_ups import ask, confirm


@channels.facts(asking.TEMPLATE)
def news_confirm(leaving: channels.Leaving) -> dict[str, object]:
    """Raises `gate.Refused` where they have said a word of their own meanwhile, NewsAsked.DoesNotExist as `asking.of`."""
    asked = asking.of(int(leaving.ids["asked"]))
    if asked is None:
        raise gate.Refused.by(gate.policy().refusals["declined"])
    url = reverse("news-confirm", args=[asking.mint(asked)])
    kinds = [label for _purpose, label in asked.kinds]
    return {"kinds": kinds, "show": asked.show, "url": url, "days": asking.LINK_HOURS // 24}


@channels.facts(ask.TEMPLATE)
def sign_up_confirm(leaving: channels.Leaving) -> dict[str, object]:
    """Raises `gate.Refused` where the policy offers none of it any more, SignUp.DoesNotExist as `confirm.of`."""
    asked = confirm.of(int(leaving.ids["sign_up"]))
    if asked is None:
        raise gate.Refused.by(gate.policy().refusals["not_in_force"])
    url = reverse("news-yes", args=[confirm.mint(asked)])
    return {"kinds": [each.label for each in asked.kinds], "url": url, "hours": ask.LINK_HOURS}
