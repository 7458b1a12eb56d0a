"""Fields as the checkout shows them: each with its reason, from the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.people import legible, reasons
from troth.people.postal_form import PostalForm
from troth.people.telephone import TelephoneField

from .longselect import shorten

COUNTRIES = (
    ("residence", _("Country of residence"), _("The same as where the parcel goes")),
    ("organization_country", _("Organization's country"), _("I buy for myself")),
)
HALVES = frozenset({"postcode", "locality", "region"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One field for the template: the bound field, and how wide it stands."""

    field: BoundField
    width: str = ""

    @property
    def optional(self) -> bool:
        return not self.field.field.required


class ContactForm(forms.Form):
    """Whom to ask about the order."""

    KIND = "order_contact"

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        validators=[legible.line],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, country: str = "US", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["telephone"] = TelephoneField(label=_("Telephone"), required=False, country=country or "US")
        explain(self, self.KIND)

    @property
    def shown(self) -> list[Shown]:
        return [Shown(self["name"]), Shown(self["email"], "field--half"), Shown(self["telephone"], "field--half")]


class RestForm(forms.Form):
    """What decides rules rather than roads: countries, a tax number, and the one choice."""

    recipient = forms.CharField(
        label=_("Name on the parcel, if it is not yours"),
        max_length=100,
        required=False,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "shipping name"}),
    )
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False, validators=[legible.line])
    billing_differs = forms.BooleanField(
        label=_("The invoice goes to another address"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkout__switch"}),
    )
    newsletter = forms.BooleanField(label=_("Write to me about new products"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = reasons.residence_choices()
        for name, label, first in COUNTRIES:
            choices = [("", first), *places]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        shorten(self)
        self.fields["recipient"].help_text = people.reason("order_delivery", "name")
        self.fields["residence"].help_text = people.reason("residence", "country")
        self.fields["organization_country"].help_text = people.reason("residence", "organization_country")
        self.fields["tax_id"].help_text = people.reason("order_billing", "tax_id")

    @property
    def for_organizations(self) -> list[Shown]:
        return [Shown(self["organization_country"], "field--half"), Shown(self["tax_id"], "field--half")]

    @property
    def residence_shown(self) -> Shown:
        return Shown(self["residence"])

    @property
    def recipient_shown(self) -> Shown:
        return Shown(self["recipient"])


def explain(form: forms.Form, kind: str) -> None:
    """Put the policy's reason beside each field; an example stays behind it."""
    for name, field in form.fields.items():
        field.error_messages["required"] = _("Please fill this in.")
        field.help_text = f"{people.reason(kind, name)} {field.help_text}".strip()


def address_shown(form: PostalForm) -> list[Shown]:
    """The lines of an address below its country, in the country's order."""
    return [Shown(bound, "field--half" if bound.name in HALVES else "") for bound in form.shape]
