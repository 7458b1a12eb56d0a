"""Turning facts into a letter: subject, text and HTML, each ending with why it was sent and how to stop it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, object]) -> Rendered:
    """The three parts of a template, in the language that is spoken."""
    whole = {**_absolute(context), "subject": ""}
    subject = " ".join(_part(template, "subject.txt", whole).split())
    whole["subject"] = subject
    text = _BLANK_LINES.sub("\n\n", _part(template, "body.txt", whole)).strip() + "\n"
    return Rendered(subject, text, _inliner().inline(_part(template, "body.html", whole)))


def _part(template: str, part: str, context: Mapping[str, object]) -> str:
    return render_to_string(f"channels/{template}/{part}", dict(context))


def _absolute(context: Mapping[str, object]) -> dict[str, object]:
    """A mail has no address bar: facts called url or ending in _url get the shop's own in front."""
    base = settings.TROTH.base_url
    return {
        name: base + value if name.endswith("url") and isinstance(value, str) and value.startswith("/") else value
        for name, value in context.items()
    }


@cache
def _inliner() -> css_inline.CSSInliner:
    # Most mail programs drop style sheets; dark-mode rules cannot be inlined and stay for those that read them.
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
