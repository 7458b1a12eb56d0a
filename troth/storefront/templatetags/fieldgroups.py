"""`{% load fieldgroups %}`: the groups of the checkout's fields."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.engine import Engine
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from troth.orders.basket_contents import Contents
from troth.orders.prefill import Prefill

from ..checkout.form import CheckoutForm
from ..checkout.untouched import Blank

register = template.Library()


@register.simple_tag(takes_context=True)
def group(context: template.Context, template_name: str, untouched: Blank | None) -> SafeString:
    """`{% group "storefront/checkout/you.html" form.untouched_contact %}`: some fields of `form`, drawn by that template.

    An untouched group is drawn once for all visitors, from a form that nobody has written into.
    """
    if untouched is None or settings.DEBUG:
        with context.push():
            return mark_safe(Engine.get_default().get_template(template_name).render(context))  # noqa: S308  (a template's)
    return _drawn(template_name, get_language(), untouched)


@lru_cache(maxsize=128)
def _drawn(template_name: str, language: str | None, untouched: Blank) -> SafeString:
    form = CheckoutForm(Contents, prefill=Prefill(delivery={"country": untouched.country}))
    return mark_safe(render_to_string(template_name, {"form": form}))  # noqa: S308  (likewise)
