"""Choosing a product in a form of the office: Wagtail's field says so in the language of when the program started."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.widgets import AdminSnippetChooser

from troth.catalog.models import Product


class ProductChooser(AdminSnippetChooser):
    model = Product

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a product")
        self.choose_another_text = _("Choose another product")
        self.link_to_chosen_text = _("Edit this product")
