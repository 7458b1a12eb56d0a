"""Choices by the hundred, such as countries: put in order once, drawn once, and shared by every form after that.

Django normalizes a list of choices for every field of every form, and draws each option through a template of its own:
a page with four lists of countries took 45 ms. It takes a `BaseChoiceIterator` as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class Options(BaseChoiceIterator):
    """(value, label) pairs that never change, in one language. No groups."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        self._pairs = tuple((str(value), str(label)) for value, label in pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __deepcopy__(self, memo: object) -> Options:
        return self

    def drawn(self, chosen: str) -> SafeString:
        """The options as HTML, one of them selected; none where nobody offers that value."""
        whole, ends = self._drawn
        at = ends.get(chosen)
        return mark_safe(whole if at is None else f"{whole[:at]} selected{whole[at:]}")  # noqa: S308  (escaped below)

    @cached_property
    def _drawn(self) -> tuple[str, dict[str, int]]:
        """The HTML, and by value the place where its opening tag ends."""
        parts: list[str] = []
        ends: dict[str, int] = {}
        length = 0
        for value, label in self._pairs:
            tag = f'<option value="{conditional_escape(value)}"'
            ends.setdefault(value, length + len(tag))
            parts.append(f"{tag}>{conditional_escape(label)}</option>")
            length += len(parts[-1])
        return "".join(parts), ends


class LongSelect(forms.Select):
    """Draws what `forms.Select` draws, from `Options`."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        told = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = self.choices if isinstance(self.choices, Options) else Options(self.choices)
        chosen = options.drawn("" if value is None else str(value))
        return format_html("<select{}>{}</select>", flatatt(told), chosen)
