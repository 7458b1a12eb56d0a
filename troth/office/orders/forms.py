from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.catalog.money import Money, NotAnAmount, minor_units
from troth.orders import desk
from troth.orders.models.refund import Why
from troth.orders.models.returning import NotTaken
from troth.orders.notes import LONGEST
from troth.orders.numbers import secret
from troth.orders.problems import Problem
from troth.orders.readdress import Address, AnotherCountry
from troth.people import postal
from troth.people.postal_form import PostalForm
from troth.support.contact import AFTER_RINGING
from troth.support.models import Outcome, Tried

# What the desk decides; the others are the shop's own words for what happened by itself.
DECIDED = (Why.RETURNED, Why.DAMAGED, Why.MISSING, Why.NOT_ARRIVED, Why.PRICE, Why.GOODWILL, Why.CANCELLED, Why.FRAUD)

CHOOSE = ("", _("Choose …"))  # so that nobody says by a slip what happens to stand first


class ReasonForm(forms.Form):
    """Why an employee wants to see what their job opens only with a reason. The person it is about can read it."""

    reason = forms.CharField(
        label=_("Your reason, in a sentence"),
        min_length=12,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Write a sentence that says why."),
            "min_length": _("Write a whole sentence; the customer will read it."),
        },
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Write a note"),
        help_text=_("Sealed with the order. The customer can read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )


class AmountForm(forms.Form):
    """An amount as people write it, in minor units once it is valid."""

    amount = forms.CharField(label=_("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def __init__(self, *told: Any, currency: str, **more: Any) -> None:
        super().__init__(*told, **more)
        self.currency = currency

    def clean_amount(self) -> int:
        try:
            amount = minor_units(self.cleaned_data["amount"], self.currency)
        except NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above nothing."))
        return amount


class GiveBackForm(AmountForm):
    """`key` makes a form that is sent twice give once."""

    why = forms.ChoiceField(
        label=_("Reason"),
        choices=[CHOOSE, *((each.value, each.label) for each in DECIDED)],
        error_messages={"required": _("Choose a reason.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def fresh(cls, left: Money) -> GiveBackForm:
        return cls(currency=left.currency, initial={"amount": left.plain, "key": secret()})


class Sending(models.TextChoices):
    """What of the cost of sending goes back when something is taken out."""

    LESS = "less", _("as much as sending the rest costs less")
    NOTHING = "nothing", _("nothing")
    AMOUNT = "amount", _("this amount")


class TakeOutForm(forms.Form):
    """`seen`: of what the desk saw; `key` makes a form that is sent twice take out once."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    sending = forms.ChoiceField(choices=Sending, required=False)
    sending_amount = forms.CharField(max_length=20, required=False)

    def __init__(self, *told: Any, currency: str = "", **more: Any) -> None:
        super().__init__(*told, **more)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        """`sending` as `desk.take_out` wants it."""
        told = super().clean() or {}
        chosen, typed = told.get("sending"), told.get("sending_amount", "").strip()
        told["sending"] = desk.LESS if chosen == Sending.LESS else 0
        if typed and chosen != Sending.AMOUNT:
            self.add_error("sending_amount", _("Choose “this amount”, or leave it empty."))
        if chosen == Sending.AMOUNT:
            try:
                told["sending"] = minor_units(typed, self.currency)
            except NotAnAmount as wrong:
                self.add_error("sending_amount", str(wrong))
            if told["sending"] < 0:
                self.add_error("sending_amount", _("Write an amount, or choose that nothing goes back."))
        return told

    @classmethod
    def fresh(cls, seen: str) -> TakeOutForm:
        return cls(initial={"seen": seen, "key": secret()}, prefix=None, auto_id="take-out-%s")


class AddressForm(PostalForm):
    """Where an order goes, in the lines of its country, which stays. `seen`: of the version the desk saw."""

    def __init__(self, data: Mapping[str, Any] | None, *, now: Address) -> None:
        country = now.fields.get("country", "")
        super().__init__(data, country=country, kind="order_delivery", initial=dict(now.fields))
        chosen = self.fields["country"]
        chosen.choices = [(country, postal.country_name(country))]  # type: ignore[attr-defined]
        chosen.error_messages["invalid_choice"] = str(AnotherCountry())
        chosen.help_text = _("Sending was priced for this country, so it stays.")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # nobody's own address is filled in at the desk

    @property
    def seen(self) -> str:
        return str(self.data.get("seen", ""))[:36]


class NotTakenForm(forms.Form):
    why = forms.ChoiceField(label=_("Why not"), choices=NotTaken)


class ProblemForm(forms.Form):
    problem = forms.ChoiceField(
        label=_("What is wrong"),
        choices=[CHOOSE, *Problem.choices],
        error_messages={"required": _("Choose what is wrong.")},
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=[(each.value, each.label) for each in Outcome if each not in (Outcome.BY_ITSELF, Outcome.COMES_BACK)],
    )


class RangForm(forms.Form):
    tried = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(each.value, each.label) for each in AFTER_RINGING],
        widget=forms.RadioSelect,
        initial=Tried.REACHED,
    )
