"""What a caller is asked: the fields the policy names for it, each with its reason, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.orders import shipping
from troth.orders.numbers import PATTERN
from troth.orders.phone import CONTACT, DELIVERY
from troth.orders.phone.caller import Told
from troth.people import legible
from troth.people.postal_form import RESHAPE, PostalForm
from troth.people.telephone import TelephoneField

MOST = 99


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, validators=[legible.line])
    email = forms.EmailField(label=_("E-mail address"), max_length=254, validators=[legible.email])
    recipient = forms.CharField(
        label=_("Name on the parcel, if it is another"), max_length=100, required=False, validators=[legible.line]
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["telephone"] = TelephoneField(label=_("Telephone"), required=False, country=country or "US")
        for name in ("name", "email", "telephone"):
            self.fields[name].help_text = people.reason(CONTACT, name)
        self.fields["recipient"].help_text = people.reason(DELIVERY, "name")
        _nobodys_own(self)

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "email", "telephone", "recipient")]


class CallerForm:
    """Contact, delivery and the way to send it. `known`: what was noted before, or of an order they named."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        contact: Mapping[str, str],
        delivery: Mapping[str, str],
        method: str = "",
        of_order: str = "",
    ) -> None:
        self.data = data or {}
        start = delivery.get("country") or shipping.home()
        self.delivery = PostalForm(
            data, prefix="delivery", country=start, initial=dict(delivery), without=frozenset({"name"})
        )
        other = delivery.get("name", "")
        known = {**contact, "recipient": other if other != contact.get("name", "") else ""}
        self.contact = ContactForm(data, country=self.delivery.country, initial=known)
        for name, field in self.delivery.fields.items():
            field.help_text = people.reason(DELIVERY, name)
        _nobodys_own(self.delivery)
        self.method = str(self.data.get("method", method))
        typed = str(self.data.get("of_order", of_order)).strip().upper()
        self.of_order = typed if forms_number(typed) else ""

    @property
    def address(self) -> list[forms.BoundField]:
        return self.delivery.shape

    @property
    def reshaping(self) -> bool:
        """The button that fits the fields to another country: keeps nothing."""
        return RESHAPE in self.data

    def reshape(self) -> None:
        self.delivery.leave_unchecked()
        self.contact.errors.clear()

    def is_valid(self) -> bool:
        return all(
            [self.contact.is_valid(), self.delivery.is_valid()]
        )  # both, so that everything wrong is said at once

    @property
    def told(self) -> Told:
        """Only after `is_valid()`."""
        contact = dict(self.contact.cleaned_data)
        recipient = contact.pop("recipient") or contact["name"]
        return Told(contact, {**self.delivery.cleaned_data, "name": recipient}, self.method[:32], self.of_order)


class KnownForm(forms.Form):
    """An order the caller names, and why it is opened where the job wants a reason."""

    number = forms.RegexField(
        rf"^\s*{PATTERN}\s*\Z",
        label=_("Number of an earlier order"),
        max_length=16,
        help_text=_("They read it to you."),
    )
    reason = forms.CharField(
        label=_("Your reason, in a sentence"),
        min_length=12,
        max_length=500,
        help_text=_("The customer can read it."),
    )

    def __init__(self, *args: Any, wants_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wants_reason:
            del self.fields["reason"]
        _nobodys_own(self)


class GoodsForm(forms.Form):
    variant = forms.UUIDField()
    quantity = forms.IntegerField(min_value=0, max_value=MOST)


def forms_number(typed: str) -> bool:
    return bool(KnownForm({"number": typed}, wants_reason=False).is_valid())


def _nobodys_own(form: forms.Form) -> None:
    """The browser at the desk fills in nobody's address, least of all that of whoever sits there."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
