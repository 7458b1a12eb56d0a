"""Whether there are comments in this shop."""

from django import template

from troth.comments import purpose

register = template.Library()


@register.simple_tag
def comments_declared() -> bool:
    return purpose.declared()
