from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.recipients.webhooks import Event, line, log


class EventsForm(forms.Form):
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )


class EndpointForm(EventsForm):
    """An address is looked up when it is entered, and again at every word."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Beginning with https://, and out in the world: nothing is sent into a private network."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("url", "events")

    def clean_url(self) -> str:
        url: Any = self.cleaned_data["url"].strip()
        try:
            line.checked(url)
        except line.NotCalled as trouble:
            raise forms.ValidationError(str(log.WHY[trouble.why])) from None
        return str(url)
