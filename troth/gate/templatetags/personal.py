"""`{{ value|reveal }}`: the one way an opened value gets onto a page."""

from django import template
from django.template.loader import render_to_string

from ..opened import Personal, Withheld

register = template.Library()


@register.filter
def reveal(value: Personal | Withheld | None) -> str:
    """The value's text (escaped as usual), nothing for an empty field, or a sealed chip naming the clause."""
    if isinstance(value, Personal):
        return value.reveal()
    if isinstance(value, Withheld):
        return render_to_string("gate/sealed.html", {"withheld": value})
    return ""


@register.filter
def is_sealed(value: object) -> bool:
    return isinstance(value, Withheld)
