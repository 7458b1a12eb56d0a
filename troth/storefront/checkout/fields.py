"""Fields as the checkout shows them: each with its reason, from the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.orders import card_numbers
from troth.orders.prices import vat_id
from troth.people import legible, place_options
from troth.people.lean_inputs import LEAN
from troth.people.long_choice import LongSelect
from troth.people.postal_form import PostalForm
from troth.people.telephone import TelephoneField

COUNTRIES = (
    ("residence", _("Country of residence"), _("The same as where the parcel goes")),
    ("organization_country", _("Organization's country"), _("I buy for myself")),
)
FOR_ORGANIZATIONS = ("organization_country", "tax_id")
PAPERS = ("order_delivery", "order_billing")  # slip and invoice have the buyer's own number
LONGEST_PURCHASE_ORDER = 40  # fits one line of a slip
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
    default_renderer = LEAN

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        validators=[legible.email],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, country: str = "US", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["telephone"] = TelephoneField(label=_("Telephone"), required=False, country=country or "US")
        explain(self, self.KIND)

    @property
    def shown(self) -> list[Shown]:
        return [Shown(self["name"]), Shown(self["email"], "field--half"), Shown(self["telephone"], "field--half")]


class VatIdField(forms.CharField):
    """A VAT number of a member state, checked by its format and checksum; None where nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=vat_id.LONGEST, required=False, validators=[legible.line], **kwargs)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = vat_id.read(typed)
        if typed and found is None:
            raise forms.ValidationError(
                _("This can't be a VAT number: it begins with the letters of its state, as in DE136695976.")
            )
        return found


class RestForm(forms.Form):
    """What decides rules rather than roads: countries, a tax number, and the one choice."""

    default_renderer = LEAN

    recipient = forms.CharField(
        label=_("Name on the parcel, if it is not yours"),
        max_length=100,
        required=False,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "shipping name"}),
    )
    terms = forms.BooleanField(label=_("Terms of sale"), required=False)
    billing_differs = forms.BooleanField(
        label=_("The invoice goes to another address"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkout__switch"}),
    )
    purchase_order = forms.CharField(
        label=_("Purchase order number"),
        max_length=LONGEST_PURCHASE_ORDER,
        required=False,
        validators=[legible.line, card_numbers.refuse],
    )
    newsletter = forms.BooleanField(label=_("Write to me about new products"), required=False)

    def __init__(self, *args: Any, asks_vat_id: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_vat_id:
            self.fields["tax_id"] = VatIdField(
                label=_("VAT number"), help_text=people.reason("order_billing", "tax_id")
            )
        for name, label, first in COUNTRIES:
            choices = place_options.residences(first)
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices, widget=LongSelect)
        self.fields["recipient"].help_text = people.reason("order_delivery", "name")
        if all(people.declares(kind, "purchase_order") for kind in PAPERS):
            self.fields["purchase_order"].help_text = people.reason("order_billing", "purchase_order")
        else:
            del self.fields["purchase_order"]
        self.fields["residence"].help_text = people.reason("residence", "country")
        self.fields["organization_country"].help_text = people.reason("residence", "organization_country")

    @property
    def rules(self) -> list[str]:
        """The fields that decide whose rules apply."""
        return [name for name in ("residence", *FOR_ORGANIZATIONS) if name in self.fields]

    @property
    def for_organizations(self) -> list[Shown]:
        return [Shown(self[name], "field--half") for name in FOR_ORGANIZATIONS if name in self.fields]

    @property
    def purchase_order_shown(self) -> Shown | None:
        """None where the shop's own policy does not take it in."""
        return Shown(self["purchase_order"], "field--half") if "purchase_order" in self.fields else None

    @property
    def residence_shown(self) -> Shown:
        return Shown(self["residence"], "field--half")

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
