"""What the account's own pages ask. Labels here, reasons from the policy."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.people import legible, place_options
from troth.people.long_choice import LongSelect
from troth.people.telephone import TelephoneField


class DetailsForm(forms.Form):
    """Name, telephone and the countries that decide whose rules apply."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telephone = TelephoneField(label=_("Telephone"), required=False)
    country = forms.ChoiceField(label=_("Country of residence"), widget=LongSelect(attrs={"autocomplete": "country"}))
    organization_country = forms.ChoiceField(label=_("Organization's country"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, nowhere in (("country", _("Choose a country")), ("organization_country", _("I buy for myself"))):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = place_options.residences(nowhere)
            field.help_text = people.reason("residence", name)
        self.fields["name"].help_text = people.reason("name", "name")
        self.fields["telephone"].help_text = people.reason("telephone", "telephone")


class NewcomerForm(forms.Form):
    """What a service can't say for somebody: the country, whose rules then apply. The name may be put right."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[legible.line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(label=_("Country of residence"), widget=LongSelect(attrs={"autocomplete": "country"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = cast(forms.ChoiceField, self.fields["country"])
        country.choices = place_options.residences(_("Choose a country"))
        country.help_text = people.reason("residence", "country")
        self.fields["name"].help_text = people.reason("name", "name")


class EmailForm(forms.Form):
    """A new address for the account."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        validators=[legible.email],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = people.reason("email", "email")


class NewPasswordForm(forms.Form):
    """A password chosen after a reset link was followed. `user` is whose account it opens."""

    password1 = SetPasswordField(label=_("New password"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(SetPasswordField, self.fields["password1"])
        field.user = user
        field.widget.attrs.pop("placeholder", None)
