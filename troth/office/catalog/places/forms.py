from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from troth.catalog.locations.opening import Told
from troth.catalog.models import Location, MovedFor
from troth.people import postal

_MOST = 1_000_000_000
# What a person at a shelf may say; moves and forms say theirs by themselves.
REASONS = (MovedFor.COUNTED, MovedFor.ARRIVED, MovedFor.BROKEN, MovedFor.LOST, MovedFor.USED)


class LocationForm(forms.ModelForm[Location]):
    """Says what a location is; the verbs of `catalog.locations.opening` do it."""

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).strip().upper()
        if code and code not in postal.known_countries():
            raise ValidationError(_("There is no country with these two letters."))
        return code

    @property
    def told(self) -> Told:
        return Told(**self.cleaned_data)

    class Meta:
        model = Location
        fields = ("name", "code", "country", "ships", "priority")


class PlaceField(forms.ModelChoiceField):
    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(Location.objects.all(), label=label, to_field_name="code", empty_label=None, **kwargs)


class CountForm(forms.Form):
    """`seen`: what the page said when it was made, so that what was sold meanwhile stays sold."""

    place = PlaceField(_("Where"), widget=forms.HiddenInput)
    now = forms.IntegerField(label=_("There are"), min_value=-_MOST, max_value=_MOST)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=-_MOST, max_value=_MOST)
    why = forms.ChoiceField(label=_("Why"), choices=[(why.value, why.label) for why in REASONS])

    def __init__(self, *args: Any, several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not several:
            del self.fields["place"]


class MoveForm(forms.Form):
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=_MOST)
    source = PlaceField(_("From"))
    target = PlaceField(_("To"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("source") and told.get("source") == told.get("target"):
            self.add_error("target", _("Choose another place than the one they come from."))
        return told
