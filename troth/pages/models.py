"""Pages written in the office, such as "About us" or "Shipping and returns"."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from .blocks import ContentBlock


class HomePage(Page):
    """The root of the site, for pages to hang on. The storefront draws the home page itself."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.TextPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class TextPage(Page):
    """A page of words and pictures, at an address of its own below the home page."""

    lead = models.CharField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar = ["pages.HomePage", "pages.TextPage"]
    subpage_types: ClassVar = ["pages.TextPage"]
    template = "pages/text_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
