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

from ..orders.sent import Sent, named
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


@register.simple_tag(takes_context=True)
def sent_to(context: template.Context, name: str, ref: object = "") -> Sent | None:
    """What was sent to this form of the page and could not be done; None for every other form of it."""
    sent = context.get("sent")
    return sent if isinstance(sent, Sent) and sent.form == named(name, ref) else None


@register.simple_tag
def put(sent: Sent | None, name: str, ref: object = "", *, first: object = 0) -> SafeString:
    """The attributes of a field: its value as it was typed, or `first`; and that it is wrong, where it is."""
    name = f"{name}{ref}"
    value = first if sent is None else sent.values.get(name, "")
    told = format_html(' value="{}"', value) if isinstance(value, str) or value else SafeString("")
    if sent is None or name not in sent.faults:
        return told
    return told + format_html(' aria-invalid="true" aria-describedby="{}"', _fault_id(sent, name))


@register.simple_tag
def picked(sent: Sent | None, name: str, value: object, ref: object = "") -> SafeString:
    """Of an <option>, whether it was chosen."""
    return SafeString(" selected" if sent is not None and sent.values.get(f"{name}{ref}") == str(value) else "")


@register.simple_tag
def fault(sent: Sent | None, name: str = "") -> SafeString:
    """Why it could not be done, beside its field; the page opens at it."""
    if sent is None or not sent.faults.get(name):
        return SafeString("")
    told = '<span class="office-error" id="{}" role="alert" tabindex="-1" autofocus>{}</span>'
    return format_html(told, _fault_id(sent, name), sent.faults[name])


def _fault_id(sent: Sent, name: str) -> str:
    return f"fault-{sent.form}-{name}" if name else f"fault-{sent.form}"


@register.filter
def per_cent(rate: int) -> str:
    """Thousandths of a per cent as people read them: "6.25%"."""
    return gettext("%(rate)s%%") % {"rate": localize(Decimal(in_words(rate)))}
