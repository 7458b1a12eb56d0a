"""The fields of the filter above the order list, and what a valid query of theirs asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.catalog.money import NotAnAmount, minor_units
from troth.orders import sent_by, shipping
from troth.orders.lists.filter import LONGEST_TEXT, Amounts, Filter, Placed
from troth.orders.lists.money import MoneyState
from troth.orders.models.order import Origin
from troth.orders.said import carrier_name
from troth.orders.shelves import OF_STATES, Shelf
from troth.orders.states import Status

ANY = [("", _("any"))]
DAYS = [
    ("1", _("today")),
    ("7", _("in the last 7 days")),
    ("30", _("in the last 30 days")),
    ("90", _("in the last 90 days")),
    ("365", _("in the last 365 days")),
]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}


def _carriers() -> list[Any]:
    names = dict.fromkeys(one.carrier for one in shipping.services() if one.carrier)
    return [*ANY, *((name, carrier_name(name)) for name in names)]


def _methods() -> list[Any]:
    return [*ANY, *((one.code, sent_by.in_words(one.name)) for one in shipping.services())]


class FilterForm(forms.Form):
    """Bound to the query of the list. What makes no sense is said beside its field and narrows nothing."""

    shelf = forms.ChoiceField(label=_("Shelf"), required=False, choices=[(each.value, each.words) for each in Shelf])
    q = forms.CharField(required=False, max_length=LONGEST_TEXT)
    status = forms.MultipleChoiceField(
        label=_("State"), required=False, choices=Status, widget=forms.CheckboxSelectMultiple
    )
    placed = forms.ChoiceField(label=_("Placed"), required=False, choices=[*ANY, *DAYS])
    since = forms.DateField(label=_("From"), required=False, input_formats=["%Y-%m-%d"], widget=_DAY)
    until = forms.DateField(label=_("To"), required=False, input_formats=["%Y-%m-%d"], widget=_DAY)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False, choices=_carriers)
    method = forms.ChoiceField(label=_("Shipping method"), required=False, choices=_methods)
    money = forms.ChoiceField(label=_("Payment"), required=False, choices=[*ANY, *MoneyState.choices])
    origin = forms.ChoiceField(label=_("Came"), required=False, choices=[*ANY, *Origin.choices])
    least = forms.CharField(label=_("Total from"), required=False, max_length=20, widget=forms.TextInput(_AMOUNT))
    most = forms.CharField(label=_("Total to"), required=False, max_length=20, widget=forms.TextInput(_AMOUNT))
    held = forms.ChoiceField(
        label=_("Held back"), required=False, choices=[*ANY, ("yes", _("held back")), ("no", _("not held back"))]
    )
    overdue = forms.IntegerField(
        label=_("Paid more than so many days ago, and not sent"),
        required=False,
        min_value=0,
        max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 365}),
    )

    product = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, Any], currencies: tuple[str, ...]) -> None:
        super().__init__(asked, auto_id="filter-%s")
        self.currencies = currencies
        named = [*ANY, *((code, code) for code in currencies)]
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), required=False, choices=named)

    def clean(self) -> None:
        told = self.cleaned_data
        if (first := told.get("since")) and (last := told.get("until")) and last < first:
            self.add_error("until", _("This day is before the first."))
        for name in ("least", "most"):
            told[name] = self._amount(name) if told.get(name) else None
        if told.get("least") is not None and told.get("most") is not None and told["most"] < told["least"]:
            self.add_error("most", _("This is less than the least."))

    def _amount(self, name: str) -> int | None:
        try:
            return minor_units(self.cleaned_data[name], self.money_of)
        except NotAnAmount as wrong:
            self.add_error(name, str(wrong))
            return None

    @property
    def money_of(self) -> str:
        """The currency that amounts are of: the one chosen, else the one most orders are in."""
        return str(self.cleaned_data.get("currency") or self.currencies[0])

    def filter(self) -> Filter:
        """After validation."""
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        narrowed = Filter(
            text=told.get("q", ""),
            statuses=frozenset(Status(each) for each in told.get("status", ())),
            placed=_placed(told),
            carrier=told.get("carrier", ""),
            method=told.get("method", ""),
            money=MoneyState(told["money"]) if "money" in told else None,
            origin=Origin(told["origin"]) if "origin" in told else None,
            amounts=self._amounts(told),
            held={"yes": True, "no": False}.get(told.get("held", "")),
            overdue=told.get("overdue"),
            product=told.get("product"),
        )
        return _on_a_shelf(narrowed, told.get("shelf", ""))

    def _amounts(self, told: Mapping[str, Any]) -> Amounts | None:
        if "least" in told or "most" in told:
            return Amounts(self.money_of, told.get("least"), told.get("most"))
        return Amounts(told["currency"]) if "currency" in told else None


def _on_a_shelf(narrowed: Filter, named: str) -> Filter:
    """Without a shelf the open orders are listed, and everything is looked through for whatever is asked besides.

    States say more than a shelf that is made of states.
    """
    shelf = Shelf(named) if named else (Shelf.ALL if narrowed.narrows else Shelf.OPEN)
    if narrowed.statuses and shelf in OF_STATES:
        shelf = Shelf.ALL
    return replace(narrowed, shelf=shelf)


def _placed(told: Mapping[str, Any]) -> Placed | None:
    """Days of one's own say more than a ready stretch of them."""
    if "since" in told or "until" in told:
        return Placed(told.get("since"), told.get("until"))
    return Placed(days=int(told["placed"])) if "placed" in told else None
