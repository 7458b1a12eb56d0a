"""What registration asks besides an address and a password, each with the policy's reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from allauth.core import context
from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from troth.people import legible, place_options, reasons
from troth.people.long_choice import LongSelect, Options
from troth.people.postal_form import PostalForm
from troth.people.telephone import TelephoneField


class SignUpFields(forms.Form):
    """Name and country of residence are needed; the rest may stay empty.

    The postal addresses are forms of their own inside this one (`delivery`, `billing`): they are looked at only
    when something is written in them.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(label=_("Country of residence"), widget=LongSelect(attrs={"autocomplete": "country"}))
    organization_country = forms.ChoiceField(label=_("Organization's country"), required=False, widget=LongSelect)
    telephone = TelephoneField(label=_("Telephone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("country", place_options.residences(_("Choose a country")))
        self._choices("organization_country", place_options.residences(_("I buy for myself")))
        self.fields["name"].help_text = reasons.reason("name", "name")
        self.fields["country"].help_text = reasons.reason("residence", "country")
        self.fields["organization_country"].help_text = reasons.reason("residence", "organization_country")
        self.fields["telephone"].help_text = reasons.reason("telephone", "telephone")
        self._request = context.request
        bound = self.data if self.is_bound else None
        home = str(self.data.get("country", "")).partition("-")[0]
        asked: dict[str, Any] = {"required": False, "country": home, "kind": "address"}
        self.delivery = PostalForm(bound, prefix="delivery", section="shipping", **asked)
        self.billing = PostalForm(bound, prefix="billing", section="billing", **asked)

    @property
    def addresses(self) -> tuple[Mapping[str, str], ...]:
        """The postal addresses that were written, checked."""
        return tuple(form.cleaned_data for form in (self.delivery, self.billing) if form.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not all([self.delivery.is_valid(), self.billing.is_valid()]):
            self.add_error(None, _("One of the addresses is not complete yet. You may also leave it empty for now."))
        return cleaned

    def leave_unchecked(self) -> None:
        """Show what was typed without a word about it: the addresses are being reshaped."""
        self._errors = ErrorDict()
        self.delivery.leave_unchecked()
        self.billing.leave_unchecked()

    def _choices(self, name: str, choices: Options) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices
