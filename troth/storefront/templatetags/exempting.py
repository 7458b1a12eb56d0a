"""Whether this shop's policy knows tax exemptions: without them there is no page of them."""

from django import template

from troth.orders.exemptions import purpose

register = template.Library()


@register.simple_tag
def exemptions_declared() -> bool:
    return purpose.declared()
