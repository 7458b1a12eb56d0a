"""`{% services_to_sign_in_with %}`: the services that have a button, with what they will tell us."""

from __future__ import annotations

from typing import Any

from django import template

from troth.people.introduced import granted

from ..account import introduced

register = template.Library()


@register.inclusion_tag("account/part/services.html", takes_context=True)
def services_to_sign_in_with(context: template.Context, *, new: bool = False) -> dict[str, Any]:
    """`new`: on the page where accounts are opened."""
    services = introduced.offered()
    return {
        "services": services,
        "told": granted.labels() if services else (),
        "new": new,
        "onwards": introduced.onwards(context["request"].GET),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
