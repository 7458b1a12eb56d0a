"""Pages written in the office, such as "About us" or "Shipping and returns", in every language of the shop."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from . import shown
from .blocks import ContentBlock
from .forms import TextPageForm, languages


class HomePage(Page):
    """The root of the site, for pages to hang on. The storefront draws the home page itself."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.TextPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class TextPage(Page):
    """A page of words and pictures, at an address of its own below the home page.

    The same page answers in every language, `/about/` and `/de/about/`: `words` says what it says otherwise. They are part
    of the page, so drafts, history and previews hold all languages.
    """

    lead = models.CharField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel(
            "words",
            heading=_("In other languages"),
            label=_("language"),
            help_text=_("What stays empty is shown in the first language."),
        ),
    ]
    parent_page_types: ClassVar = ["pages.HomePage", "pages.TextPage"]
    subpage_types: ClassVar = ["pages.TextPage"]
    template = "pages/text_page.html"
    base_form_class = TextPageForm

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"said": shown.said(self)}


class PageWords(Orderable):
    """A page in one more language."""

    page = ParentalKey(TextPage, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10, choices=languages)
    title = models.CharField(_("title"), max_length=255, blank=True)
    lead = models.CharField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"), blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=255, blank=True)
    search_description = models.TextField(_("description for search engines"), blank=True)

    panels: ClassVar = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("page in another language")
        verbose_name_plural = _("pages in other languages")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="pages_pagewords_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
