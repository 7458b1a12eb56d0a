from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.people import legible, postal
from troth.people.postal_form import PostalForm
from troth.people.telephone import TelephoneField


class FindForm(forms.Form):
    """By an address, or by the number of somebody who has none."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    telephone = TelephoneField(
        label=_("or their telephone number"),
        required=False,
        help_text=_("Finds people of an earlier shop who have no e-mail address. Begin with + and the country."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors and bool(told.get("email")) == bool(told.get("telephone")):
            self.add_error("email", _("Write an e-mail address, or a telephone number."))
        return told


class _OneLine(forms.Form):
    def leave_unchecked(self) -> None:
        """There is nothing to reshape in these forms."""


class AskedForm(forms.Form):
    """Why this is done, and how one made sure who asks. The person it is about can read it."""

    reason = forms.CharField(
        label=_("How they asked, and how you made sure that it is them"),
        min_length=12,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Write a sentence that says how."),
            "min_length": _("Write a whole sentence; they will read it."),
        },
    )


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Their new e-mail address"),
        max_length=254,
        validators=[legible.email],
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NameForm(_OneLine):
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class TelephoneForm(_OneLine):
    telephone = TelephoneField(label=_("Telephone number"))


class ResidenceForm(_OneLine):
    country = forms.ChoiceField(label=_("Country of residence"))
    organization_country = forms.ChoiceField(label=_("Organization's country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = postal.country_choices()
        self.fields["country"].choices = [("", _("Choose a country")), *choices]  # type: ignore[attr-defined]
        self.fields["organization_country"].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        """The region of a country, such as California, was found from an address; it stays with its country."""
        chosen, held = str(self.cleaned_data["country"]), str(self.initial.get("whole", ""))
        return held if held.partition("-")[0] == chosen else chosen


def correction(kind: str, held: Mapping[str, str], data: Mapping[str, Any] | None) -> Any:
    """The form that corrects a record of this kind, filled with what is held."""
    if kind == "address":
        return PostalForm(data, initial=dict(held))
    if kind == "residence":
        initial = {**held, "country": held.get("country", "").partition("-")[0], "whole": held.get("country", "")}
        return ResidenceForm(data, initial=initial)
    return {"name": NameForm, "telephone": TelephoneForm}[kind](data, initial=dict(held))
