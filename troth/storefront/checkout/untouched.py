"""Whether a group of the checkout's fields is one that nobody has written into yet.

Such groups look the same to everybody, so they are drawn once and not again for each visitor (`{% group %}`). With one letter
typed, one word filled in from an account or one fault found, a group is drawn for whoever asks, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from troth.people.postal_form import PostalForm


@dataclass(frozen=True, slots=True)
class Blank:
    """All that the look of an untouched group depends on: whose lines, and whether a VAT number is asked for."""

    country: str
    asks_vat_id: bool = False


def fields(form: forms.Form, names: Iterable[str]) -> bool:
    """Nothing was written into these, nor found wrong with them."""
    told = form.data if form.is_bound else form.initial
    keys = ((name, form.add_prefix(name) if form.is_bound else name) for name in names)
    return not any(told.get(key) or name in form.errors for name, key in keys)


def address(form: PostalForm) -> bool:
    """The same for an address of which at most the country is chosen."""
    chosen = form.data.get(form.add_prefix("country")) if form.is_bound else form.country
    lines = [name for name in form.fields if name != "country"]
    return bool(form.country) and chosen == form.country and "country" not in form.errors and fields(form, lines)
