"""The category screens."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.catalog.models import Category

from .address import WithAddress
from .words import panel as words

_ABOUT = [
    FieldPanel("name"),
    FieldPanel("slug", help_text=_("Empty: made from the name.")),
    FieldPanel("blurb"),
    FieldPanel("position"),
    FieldPanel("published"),
    MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("seo_description")], heading=_("For search engines")),
]


class CategoryForm(WithAddress):
    named = "name"

    class Meta:
        model = Category
        fields: tuple[str, ...] = ()


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")
    menu_order = 300
    copy_view_enabled = False
    list_display = [
        "name",
        Column("holds", label=_("Products"), sort_key="holds"),
        Column("position", label=_("Position"), sort_key="position"),
        BooleanColumn("published", label=_("Shown")),
    ]
    search_fields = ["name", "slug"]
    edit_handler = words.Screen(
        [ObjectList(_ABOUT, heading=_("Category")), *words.tabs()], base_form_class=CategoryForm
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return Category.objects.annotate(holds=Count("products"))
