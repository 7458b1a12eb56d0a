"""Panels of the product form that Wagtail does not bring along."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.panels import InlinePanel, Panel

from troth.catalog import pictures
from troth.catalog.models import Product, ProductImage

from .forms import VariantForm


class VariantsPanel(InlinePanel):
    """Variants with our own form: prices are typed as "24.90", stock is changed by differences."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = VariantForm
        return options


class CombinationsPanel(Panel):
    """The way to many variants at once, for a product that is kept already and has options."""

    class BoundPanel(Panel.BoundPanel):
        instance: Product

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk and self.instance.option_names)

        def render_html(self, parent_context: Any = None) -> SafeString:
            address = reverse("office:combinations", args=[self.instance.pk])
            words = _("Make all combinations …")
            note = _("Save first what you changed here.")
            return format_html(
                '<p><a class="button button-secondary" href="{}">{}</a> <span class="office-soft">{}</span></p>',
                *(address, words, note),
            )


class DrawingPanel(Panel):
    """Shows the drawing of a picture that has no uploaded file."""

    class BoundPanel(Panel.BoundPanel):
        instance: ProductImage

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk and not self.instance.image_id)

        def render_html(self, parent_context: Any = None) -> SafeString:
            picture = pictures.drawn(self.instance.drawn or pictures.PLACEHOLDER, self.instance.alt)
            return format_html('<img src="{}" alt="" width="160" height="160">', picture.src)
