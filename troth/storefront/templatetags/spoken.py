"""`{% load i18n %}`: Django's own tags, with the fixed words of a template looked up once for each language.

Django makes two lazy texts and four calls for each `{% translate "…" %}` of each page; a page has some forty of them
(4% of an order's time went there). Words with a variable, a filter, a context or a name are Django's, as before.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class FixedWords(template.Node):
    """A text of the template itself; whoever writes templates answers for its markup, as everywhere in Django."""

    child_nodelists = ()

    def __init__(self, message: str) -> None:
        self.message = message

    def render(self, context: template.Context) -> SafeString:
        return _said(get_language(), self.message)


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    node: Any = i18n.do_translate(parser, token)
    told = node.filter_expression
    fixed = isinstance(told.var, Variable) and isinstance(told.var.literal, str) and not told.filters
    if not fixed or node.noop or node.asvar or node.message_context:
        return node
    return FixedWords(told.var.literal)


@cache  # as many as the templates have words
def _said(language: str | None, message: str) -> SafeString:
    # Percent signs are doubled in the catalogues, since Django's extraction takes each text for a format.
    return mark_safe(gettext(message.replace("%", "%%")).replace("%%", "%"))  # noqa: S308  (the template's own)
