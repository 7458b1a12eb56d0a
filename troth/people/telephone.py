"""Telephone numbers as people write them, kept as everybody reads them: "+49 30 901820" (ITU-T E.123)."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _


class TelephoneField(forms.CharField):
    """Cleans to the international form. Without a "+" the number is read as one of `country` (ISO 3166-1)."""

    def __init__(self, *, country: str = "US", **kwargs: Any) -> None:
        self.country = country
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"max_length": 32, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        number = parsed(typed, self.country)
        if number is None:
            raise forms.ValidationError(_("This does not look like a telephone number. Begin with + and the country."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def parsed(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    """The number, or None when no telephone could be rung with it."""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
