"""A field for a rate as people type it: "6.25" is kept as 6250 thousandths of a per cent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.orders.prices.rates import WHOLE, in_words


class PercentField(forms.CharField):
    """Cleans to a whole number of thousandths of a per cent, 0 to 100 000; None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": "8"}
        super().__init__(max_length=8, widget=forms.TextInput(attributes), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "").strip().removesuffix("%").strip().replace(",", ".")
        return thousandths(typed) if typed else None


def thousandths(typed: str) -> int:
    """Raises ValidationError for what is no rate from 0 to 100 with up to three decimals."""
    try:
        if not typed.isascii() or not set(typed) <= set("0123456789."):
            raise InvalidOperation
        scaled = Decimal(typed).scaleb(3)
    except InvalidOperation:
        raise forms.ValidationError(_("Type a number such as 6.25.")) from None
    if scaled != scaled.to_integral_value():
        raise forms.ValidationError(_("Three decimals at most."))
    if scaled > WHOLE:
        raise forms.ValidationError(_("100 at most."))
    return int(scaled)
