"""The fields of one language on the screen of a product or category: what the first language says, and a field beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from troth.catalog import description
from troth.catalog.models import Category, CategoryWords, Product, ProductWords
from troth.catalog.words import missing, phrases

KINDS: Final = {
    "options": _("Option"),
    "specifications": _("Specification"),
    "pictures": _("What a picture shows"),
}
Words = ProductWords | CategoryWords
_LONG: Final = frozenset({"blurb", "keywords", "seo_description"})  # of several lines on a screen


@dataclass(frozen=True, slots=True)
class Row:
    """`name`: of the form's field. `field`: of the words; `phrase` is the key in one that is a map, else "". `base`: what
    the first language says; `missing`: whether this language says nothing yet. `html`: both are HTML."""

    name: str
    language: str
    field: str
    phrase: str
    base: str
    said: str
    missing: bool
    html: bool = False


def rows(instance: Product | Category, words: Words | None, language: str) -> list[Row]:
    """One for each text that the first language has; a text that is empty there needs none here."""
    model = ProductWords if isinstance(instance, Product) else CategoryWords
    plain = missing.PRODUCT if isinstance(instance, Product) else missing.CATEGORY
    found = [_plain(instance, words, language, field) for field in plain if _told(instance, words, field)]
    if model is ProductWords and isinstance(instance, Product):
        found += _phrases(instance, words, language)
    return found


def formfield(row: Row) -> forms.Field:
    """An empty field is no error: it is shown in the first language."""
    label: Any
    if row.phrase:
        label = KINDS[row.field]
        made: forms.Field = forms.CharField(max_length=1000, widget=forms.TextInput())
    else:
        model = CategoryWords if row.field == "name" else ProductWords
        made = model._meta.get_field(row.field).formfield()  # type: ignore[union-attr,assignment]
        label = model._meta.get_field(row.field).verbose_name  # type: ignore[union-attr]
        if row.field in _LONG:
            made.widget = forms.Textarea({"rows": 2})
    made.required, made.initial, made.label, made.help_text = False, row.said, label, ""
    made.widget.attrs |= {**made.widget_attrs(made.widget), "lang": row.language}
    return made


def written(row: Row, value: str) -> str:
    """What is kept of what was typed."""
    if row.html:
        return description.for_storage(value) if strip_tags(value).strip() else ""
    return " ".join(value.split())


def _told(instance: object, words: Words | None, field: str) -> bool:
    return missing.says(instance, field) or missing.says(words, field)


def _plain(instance: object, words: Words | None, language: str, field: str) -> Row:
    base, said = str(getattr(instance, field)), str(getattr(words, field)) if words else ""
    html = field == "description"
    shown = description.for_page(base) if html else base
    return Row(
        f"words-{language}-{field}",
        language,
        field,
        "",
        shown,
        said,
        missing.says(instance, field) and not missing.says(words, field),
        html,
    )


def _phrases(product: Product, words: Words | None, language: str) -> Iterator[Row]:
    told = phrases.of(product)
    for kind in phrases.KINDS:
        known = getattr(words, kind) if words else {}
        for phrase in getattr(told, kind):
            if not phrases.needs_words(phrase) and phrase not in known:
                continue  # "50 mL" is the same everywhere
            digest = hashlib.sha256(phrase.encode()).hexdigest()[:12]
            name = f"words-{language}-{kind}-{digest}"
            yield Row(name, language, kind, phrase, phrase, known.get(phrase, ""), not known.get(phrase))
