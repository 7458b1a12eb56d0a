"""Registers the banners' screens with Wagtail's admin; imported once, from the office's wagtail_hooks."""

from wagtail.snippets.models import register_snippet

from .screens import BannerViewSet

register_snippet(BannerViewSet)
