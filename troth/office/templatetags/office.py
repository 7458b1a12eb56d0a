"""What the office's templates say again and again: a clause, a badge."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from troth.policy import anchor

from ..people import sentences

register = template.Library()


@register.simple_tag
def clause(name: str) -> SafeString:
    """The number of a clause, leading to where it is published."""
    return format_html('<a class="office-clause" href="/privacy/#{}">{}</a>', anchor(name), name)


@register.filter
def to_correct(kind: str) -> str:
    """What the link says that leads to a correction of such a record."""
    return str(sentences.CORRECT[kind])


@register.filter
def unlocal(number: float) -> str:
    """A number for an attribute of a drawing, whatever the reader's language writes it like."""
    return format(number, "g")
