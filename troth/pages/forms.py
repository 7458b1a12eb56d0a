"""The form of a page: each language once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from troth.catalog.words import further


def languages() -> tuple[tuple[str, str], ...]:
    """What a page may be written in beside the shop's first language. By name in the migration: it may change."""
    return further()


class TextPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        told = [
            form.cleaned_data.get("language")
            for form in self.formsets["words"].forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if len(set(told)) < len(told):
            self.add_error(None, _("A language is there twice. Keep it once."))
        return cleaned
