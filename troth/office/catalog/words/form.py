"""A form of a product or category that has its words in further languages beside it, and saves them after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm

from troth.catalog.models import ProductWords
from troth.catalog.words import further, phrases

from . import fields


class InLanguages(WagtailAdminModelForm):
    """`said`: the rows of each language, as they stood in the shop when the form was made; none for what is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {row.language: row for row in self.instance.words.all()} if self.instance.pk else {}
        self.said: dict[str, list[fields.Row]] = {}
        for language, _name in further() if self.instance.pk else ():
            self.said[language] = fields.rows(self.instance, self.words.get(language), language)
            for row in self.said[language]:
                self.fields[row.name] = fields.formfield(row)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit:
            for language, rows in self.said.items():
                self._save_words(saved, language, rows)
        return saved

    def _save_words(self, saved: Any, language: str, rows: list[fields.Row]) -> None:
        told = {row: fields.written(row, str(self.cleaned_data.get(row.name) or "")) for row in rows}
        present = self.words.get(language)
        changed = {row: text for row, text in told.items() if text != row.said}
        if not changed:
            return
        words = present or self.instance.words.model(language=language)
        for name, value in _values(told).items():
            setattr(words, name, value)
        if isinstance(words, ProductWords):
            words.product = saved
        else:
            words.category = saved
        words.save()


def _values(told: Mapping[fields.Row, str]) -> dict[str, Any]:
    """Texts by their fields; phrases that the product does not have any more go."""
    values: dict[str, Any] = {row.field: text for row, text in told.items() if not row.phrase}
    for kind in phrases.KINDS:
        of_kind = {row.phrase: text for row, text in told.items() if row.field == kind}
        if of_kind:
            values[kind] = {phrase: text for phrase, text in of_kind.items() if text}
    return values
