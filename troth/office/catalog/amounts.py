"""Fields for amounts of money and numbers of pieces, as people type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.catalog.money import Money, NotAnAmount, is_currency, minor_units


class AmountField(forms.CharField):
    """Text such as "24.90". What it means depends on the currency, so the form reads it: see `read`."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "10"}
        super().__init__(max_length=20, widget=forms.TextInput(attributes), **kwargs)


def read(form: forms.Form | forms.ModelForm[Any], field: str, currency: str) -> int | None:
    """The amount in minor units; None if the field is empty or wrong (then the form has the error)."""
    text = form.cleaned_data.get(field) or ""
    if not text.strip():
        return None
    try:
        return minor_units(text, currency)
    except NotAnAmount as error:
        form.add_error(field, str(error))
        return None


def written(amount: int | None, currency: str) -> str:
    return "" if amount is None else Money(amount, currency).plain


def currency_of(form: forms.ModelForm[Any]) -> str | None:
    """The form's currency, in capitals; None, with an error on the form, if it is none."""
    code = (form.cleaned_data.get("currency") or "").strip().upper()
    if not is_currency(code):
        form.add_error("currency", _("Three letters, such as USD or EUR."))
        return None
    form.cleaned_data["currency"] = code
    return code
