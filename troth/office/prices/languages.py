"""Names in the shop's further languages: fields for each of them on a screen of prices, saved with it.

said_in(TaxForm, TaxWords)   the form, with such fields
panels(TaxWords)             where they stand; none in a shop of one language
"""

from __future__ import annotations

from types import new_class
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from troth.catalog.words import further
from troth.orders.models.words import NameWords, ShippingWords

type Words = type[NameWords]
LABELS = {"name": _("Name"), "remark": _("Remark")}


class SavesWords(WagtailAdminModelForm):
    """`model` has a row for each language. Clearing all of a language takes its row away."""

    model: ClassVar[Words]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance.words.all() if self.instance.pk else ()
        self.words = {row.language: row for row in rows}
        for language, row in self.words.items():
            for column in columns(self.model):
                if (name := _field(language, column)) in self.fields:
                    self.fields[name].initial = getattr(row, column)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit:
            for language, _name in further():
                self._keep(saved, language)
        return saved

    def _keep(self, saved: Any, language: str) -> None:
        told = {column: self._told(language, column) for column in columns(self.model)}
        present = self.words.get(language)
        if not any(told.values()):
            if present is not None:
                present.delete()
            return
        row = present or self.model(language=language, of=saved)  # type: ignore[misc]  # each concrete one has `of`
        if present is None or any(getattr(row, column) != text for column, text in told.items()):
            for column, text in told.items():
                setattr(row, column, text)
            row.save()

    def _told(self, language: str, column: str) -> str:
        return " ".join(str(self.cleaned_data.get(_field(language, column)) or "").split())


def said_in(form: type[WagtailAdminModelForm], model: Words, longest: int | None = None) -> type[WagtailAdminModelForm]:
    """`longest`: letters of a name, where fewer than the column takes."""
    fields = {
        _field(language, column): _formfield(language, name, column, longest or _longest(model, column))
        for language, name in further()
        for column in columns(model)
    }
    told: dict[str, Any] = {"model": model, "__module__": __name__, **fields}
    made: type[WagtailAdminModelForm] = new_class(
        f"{form.__name__}InLanguages", (SavesWords, form), exec_body=lambda body: body.update(told)
    )
    return made


def panels(model: Words) -> list[Any]:
    rows = [FieldRowPanel([FieldPanel(_field(code, each)) for each in columns(model)]) for code, _name in further()]
    if not rows:
        return []
    says = _("What is empty is shown as above. Orders keep the words they were placed with.")
    return [MultiFieldPanel(rows, heading=_("In other languages"), help_text=says)]


def columns(model: Words) -> tuple[str, ...]:
    return ("name", "remark") if model is ShippingWords else ("name",)


def _field(language: str, column: str) -> str:
    return f"said_{language.replace('-', '_')}_{column}"


def _longest(model: Words, column: str) -> int:
    return int(model._meta.get_field(column).max_length or 0)  # type: ignore[union-attr]


def _formfield(language: str, spoken: str, column: str, longest: int) -> forms.Field:
    label = format_lazy("{what} ({language})", what=LABELS[column], language=spoken)
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.TextInput({"lang": language}),
    )
