"""What is asked here: an address to look somebody up by, and what the practice partner is to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.people import legible


class FindForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class SaidForm(forms.Form):
    organization = forms.CharField(label=_("Organization"), max_length=100, validators=[legible.line])
    position = forms.CharField(label=_("Position"), max_length=100, required=False, validators=[legible.line])
    chatter = forms.BooleanField(
        label=_("Let it also say what nobody asked for: a birthday and an income"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organization", "position"):
            self.fields[name].help_text = people.reason("lead", name)
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def told(self) -> dict[str, str]:
        said = {name: self.cleaned_data[name] for name in ("organization", "position")}
        return {**said, "birthday": "1980-02-29", "income": "high"} if self.cleaned_data["chatter"] else said
