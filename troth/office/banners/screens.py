"""The screens of banners: what, where, from when to when, and in which words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.visits.models import Banner
from troth.visits.models.banners import Place

from ..catalog.choosing import ProductChooser

PLACES = ("home", "category", "on_product", "basket")


def standing(row: Banner) -> str:
    return str(row.standing(timezone.localdate()).label)


def places(row: Banner) -> str:
    return ", ".join(str(place.label) for place in Place if place in row.places)


def look(row: Banner) -> str:
    return format_html('<a href="{}">{}</a>', reverse("office:banner_preview", args=[row.pk]), _("Look at it"))


class LanguageSelect(forms.Select):
    """The shop's languages."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=settings.LANGUAGES)


class BannerViewSet(SnippetViewSet):
    model = Banner
    icon = "pick"
    menu_label = _("Banners")
    menu_order = 165
    add_to_admin_menu = True
    copy_view_enabled = False
    search_fields = ["name", "product__title"]
    ordering = ("-first_day", "name")
    list_display = [
        "name",
        Column("product", label=_("Product"), accessor=lambda row: row.product.title),
        Column("standing", label=_("State"), accessor=standing),
        Column("first_day", label=_("First day"), sort_key="first_day"),
        Column("last_day", label=_("Last day"), sort_key="last_day"),
        Column("places", label=_("Places"), accessor=places),
        Column("look", label=_("Preview"), accessor=look),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("product", widget=ProductChooser), FieldPanel("picture")]),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day"), FieldPanel("paused")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel(name) for name in PLACES]),
                    FieldPanel("categories", widget=CheckboxSelectMultiple),
                ],
                heading=_("Where it stands"),
                help_text=_(
                    "Who sees it depends on the page and the date, on nothing else. Where several stand in one place, they "
                    "take turns by the day."
                ),
            ),
            InlinePanel(
                "words",
                [
                    FieldPanel("language", widget=LanguageSelect),
                    FieldPanel("title"),
                    FieldPanel("line"),
                    FieldPanel("button"),
                ],
                label=_("Words"),
                help_text=_("Once for each language. Without any the product's own title and sentence are shown."),
                max_num=len(settings.LANGUAGES),
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Banner]:
        return Banner.objects.select_related("product")
