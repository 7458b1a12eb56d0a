"""A select with hundreds of options, drawn without a template for each: a page of four such lists took 45 ms."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Options = tuple[tuple[str, str], ...]


class LongSelect(forms.Select):
    """Draws what `forms.Select` draws. No groups of options."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        told = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = _drawn(tuple((str(code), str(label)) for code, label in self.choices))
        chosen = "" if value is None else str(value)
        body = "".join(before if code != chosen else before.replace(">", " selected>", 1) for code, before in options)
        return format_html("<select{}>{}</select>", flatatt(told), mark_safe(body))  # noqa: S308  (escaped in `_drawn`)


def shorten(form: forms.Form) -> None:
    """Give the form's fields of choices this widget in the place of their own."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            field.widget = LongSelect(attrs=field.widget.attrs)  # the field hands its choices on
            field.widget.is_required = field.required
            field.choices = field.choices


@lru_cache(maxsize=64)
def _drawn(options: Options) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, f'<option value="{conditional_escape(code)}">{conditional_escape(label)}</option>')
        for code, label in options
    )
