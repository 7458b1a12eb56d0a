"""allauth's forms with the door in them: a typed address leaves each of them as an alias.

A form that comes back with a mistake shows what was typed, to the one who typed it; nothing else keeps it.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.people import door, legible, passwords, reasons, resetting
from troth.people.models import User
from troth.people.registering import Registration, Taken, register
from troth.people.sign_up_fields import SignUpFields


class LoginForm(theirs.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay signed in on this device")

    @sensitive_variables()
    def clean_login(self) -> str:
        return str(get_adapter().clean_email(super().clean_login()))


class SignupForm(SignUpFields, theirs.SignupForm):
    """The registration form. What is needed to get in comes first; everything else can wait."""

    field_order = ["email", "password1", "name", "country", "organization_country", "telephone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed = ""
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].validators.append(legible.email)
        self.fields["email"].help_text = reasons.reason("email", "email")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = passwords.LongEnough().get_help_text()
        self.fields["password1"].widget.attrs.pop("placeholder", None)

    @sensitive_variables()
    def clean_email(self) -> str:
        """The alias of an account that stands, or a stand-in; the typed address goes to the vault and nowhere else."""
        self.typed = self.cleaned_data["email"]
        if gate.is_alias(self.typed):
            raise forms.ValidationError(_("Please write an address that mails can reach."))
        alias = door.alias_of(self.typed)
        # Counted per address and for everybody alike ("sign_up_address" in ACCOUNT_RATE_LIMITS): it tells nothing.
        if not ratelimit.consume(self._request, action="sign_up_address", key=door.stand_in(self.typed)):
            raise get_adapter().validation_error("rate_limited")
        return alias

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = str(cleaned.get("password1") or "")
        own = [self.typed.partition("@")[0], *str(cleaned.get("name", "")).split()]
        if password and "password1" not in self.errors and passwords.is_mostly(password, own):
            self.add_error("password1", _("This is mostly your own name or address, and that is tried early."))
        return cleaned

    @sensitive_variables()
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Sign up, or answer in the very same way that there is an account already."""
        try:
            return register(self._registration()), None
        except Taken:
            make_password(self.cleaned_data["password1"])  # the time a new account would have taken
            return None, theirs.flows.signup.prevent_enumeration(request, email=self.cleaned_data["email"])

    def _registration(self) -> Registration:
        told = self.cleaned_data
        return Registration(
            email=self.typed,
            name=told["name"],
            password=told["password1"],
            residence=told["country"],
            organization_country=told.get("organization_country", ""),
            telephone=told.get("telephone", ""),
            addresses=self.addresses,
        )


class ResetPasswordForm(theirs.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    @sensitive_variables()
    def clean_email(self) -> str:
        """An alias: allauth counts attempts by it, and `save` asks by it."""
        return str(get_adapter().clean_email(self.cleaned_data["email"]))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        resetting.ask(self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class ReauthenticateForm(theirs.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


class ChangePasswordForm(theirs.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self, oldpassword=_("Present password"), password1=_("New password"), password2=_("New password, once more")
        )


class SetPasswordForm(theirs.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("New password, once more"))


def _plain(form: forms.Form, **labels: Any) -> None:
    """Our words above each field and none inside it; no link between a label and its field."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)
        if name in ("password", "oldpassword"):
            field.help_text = ""
