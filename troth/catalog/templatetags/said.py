"""`{% load said %}`: names in the language they are written in."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from troth.catalog.words.saying import lang_of

register = template.Library()


@register.filter
def said(words: str) -> str:
    """`{{ line.words|said }}`: marked with its language where it isn't the page's, so that it is read aloud rightly."""
    language = lang_of(words)
    return format_html('<span lang="{}">{}</span>', language, words) if language else words
