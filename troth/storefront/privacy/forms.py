"""Forms of My privacy. What a record's form asks comes from the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.people import reasons
from troth.people.postal_form import PostalForm
from troth.rights.mine import Owned


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("I have read what goes and what stays. Erase me."))


class RecordForm(forms.Form):
    """The fields of one record, each with the policy's label and reason."""

    def __init__(self, data: Mapping[str, Any] | None, owned: Owned, shown: Mapping[str, str]) -> None:
        super().__init__(data)
        self.owned = owned
        for name, declared in reasons.declared(owned.record.kind).items():
            self.fields[name] = _input(owned.record.kind, name, declared.label, declared.why, shown.get(name, ""))

    def told(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _input(kind: str, name: str, label: str, why: str, shown: str) -> forms.Field:
    told: dict[str, Any] = {"label": label[:1].upper() + label[1:], "help_text": why, "initial": shown}
    if kind == "residence":
        return forms.ChoiceField(choices=[("", "—"), *reasons.residence_choices()], required=name == "country", **told)
    return forms.CharField(max_length=200, required=kind == "name", **told)


def form_for(data: Mapping[str, Any] | None, owned: Owned) -> forms.Form:
    """The form that corrects a record: an address keeps the shape of its country."""
    shown = {name: value.reveal() for name in owned.record.fields if hasattr(value := owned.record[name], "reveal")}
    if owned.record.kind == "address":
        return PostalForm(data, country=shown.get("country", ""), initial=shown)
    return RecordForm(data, owned, shown)
