"""Forms of My privacy. What a record's form asks comes from the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.people import legible, postal, reasons
from troth.people.postal_form import PostalForm
from troth.people.telephone import TelephoneField
from troth.rights.mine import Owned

NEEDED = {
    "name": {"name"},
    "telephone": {"telephone"},
    "residence": {"country"},
    "order_contact": {"name", "email"},
}
LONGEST = 200


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("I have read what goes and what stays. Erase me."))


class RecordForm(forms.Form):
    """The fields of one record, each with the policy's label and reason."""

    def __init__(self, data: Mapping[str, Any] | None, kind: str, shown: Mapping[str, str]) -> None:
        super().__init__(data)
        for name, declared in reasons.declared(kind).items():
            told: dict[str, Any] = {
                "label": declared.label[:1].upper() + declared.label[1:],
                "help_text": declared.why,
                "initial": shown.get(name, ""),
                "required": name in NEEDED.get(kind, ()),
            }
            self.fields[name] = _input(name, told)


class AddressForm(PostalForm):
    """An address in its country's lines. One an order goes to stays in its country: sending was priced for it."""

    def __init__(self, data: Mapping[str, Any] | None, kind: str, shown: Mapping[str, str]) -> None:
        fixed = shown.get("country", "") if kind == "order_delivery" else ""
        if fixed and data is not None:
            data = {**{name: data[name] for name in data}, "country": fixed}
        super().__init__(data, country=shown.get("country", ""), kind=kind, initial=dict(shown))
        self.stays = bool(fixed)
        if fixed:
            chosen = self.fields["country"]
            chosen.choices = [(fixed, postal.country_name(fixed))]  # type: ignore[attr-defined]
            chosen.help_text = _("Sending was priced for this country, so it stays.")


def form_for(data: Mapping[str, Any] | None, owned: Owned) -> RecordForm | AddressForm:
    """The form that corrects a record, with what is held now."""
    kind = owned.record.kind
    shown = {name: value.reveal() for name, value in owned.record.fields.items() if hasattr(value, "reveal")}
    return (AddressForm if "street_address" in reasons.declared(kind) else RecordForm)(data, kind, shown)


def _input(name: str, told: dict[str, Any]) -> forms.Field:
    if name == "email":
        return forms.EmailField(
            max_length=254, validators=[legible.email], widget=forms.EmailInput(attrs={"autocomplete": "email"}), **told
        )
    if name == "telephone":
        return TelephoneField(**told)
    if name.endswith("country"):
        nothing = _("Choose a country") if told["required"] else _("I buy for myself")
        return forms.ChoiceField(choices=[("", nothing), *reasons.residence_choices()], **told)
    auto = {"autocomplete": "name"} if name == "name" else {}
    return forms.CharField(max_length=LONGEST, validators=[legible.line], widget=forms.TextInput(attrs=auto), **told)
