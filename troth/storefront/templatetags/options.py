"""`{% load options %}`: what the passkey pages hand to their script, in an attribute instead of an inline script."""

from __future__ import annotations

import json
from typing import Any

from django import template

from troth.people.second_factor import PLACES

register = template.Library()


@register.filter
def as_options(options: Any) -> str:
    """WebAuthn options as JSON; bytes are base64url in it already. Escaped as any attribute is."""
    return json.dumps(options, default=dict)


@register.filter
def place(name: str) -> str:
    """Where a passkey lives, in words."""
    return str(PLACES.get(name, PLACES["security-key"]))
