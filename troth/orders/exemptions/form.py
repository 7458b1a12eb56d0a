"""A certificate as it is typed, in the account and in the office: labels and reasons come from the policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.people import legible, postal

from .. import card_numbers
from ..models.exemption import Ground
from ..prices.rates import Place
from . import holding
from .filing import Certificate, places
from .purpose import kinds

SEP = "-"


class CertificateForm(forms.Form):
    """`told` is what it says, after `is_valid()`."""

    ground = forms.ChoiceField(label=_("Kind of exemption"), choices=Ground.choices)
    place = forms.ChoiceField(label=_("Where it holds"))
    organization = forms.CharField(label=_("Organization it is made out to"), max_length=100, validators=[legible.line])
    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        validators=[legible.line, card_numbers.refuse],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(label=_("Where it holds"), choices=[*_choices()])
        kind = kinds()[0]
        for name, field in self.fields.items():
            field.help_text = people.reason(kind, name)

    @property
    def told(self) -> Certificate:
        said = self.cleaned_data
        country, _sep, region = said["place"].partition(SEP)
        return Certificate(
            Ground(said["ground"]), Place(country, region), said["valid_until"], said["number"], said["organization"]
        )


def _choices() -> list[tuple[str, str]]:
    found = places()
    parted = {place.country for place in found if place.region}
    return [(f"{place.country}{SEP}{place.region}", named(place, place.country in parted)) for place in found]


def named(place: Place, parted: bool) -> str:
    """ "Massachusetts, United States"; all of a country, where its parts have taxes of their own, is for its government."""
    country = postal.country_name(place.country)
    if not place.region:
        return gettext("All of %(country)s (its government)") % {"country": country} if parted else country
    return holding.place_named(place.country, place.region)
