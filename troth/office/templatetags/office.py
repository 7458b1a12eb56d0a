"""What the office's templates say again and again: a clause, a badge."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from troth.orders.prices.rates import in_words
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


@register.filter
def of(counts: Mapping[int, int] | str, one: int) -> int:
    """How many of one there are; a page that was told no counts has none."""
    return counts.get(one, 0) if isinstance(counts, Mapping) else 0


@register.filter
def per_cent(rate: int) -> str:
    """Thousandths of a per cent as people read them: "6.25%"."""
    return gettext("%(rate)s%%") % {"rate": localize(Decimal(in_words(rate)))}
