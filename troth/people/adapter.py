"""How allauth behaves here: sealed addresses, limits that remember no network address, mails through `channels`."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.ratelimit import truncate_ip
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from troth import channels, gate, peers
from troth.people import door, sessions
from troth.people.models import User

# What allauth wants to say → the template that says it here. None: it is not said.
_MAILS: dict[str, str | None] = {
    "account/email/email_confirmation": "account_confirm_email",
    "account/email/email_confirmation_signup": "account_confirm_email",
    "account/email/account_already_exists": "account_exists",
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/email_changed": None,  # `views.ConfirmAddress` tells the old address itself, before it is forgotten
    "mfa/email/totp_activated": "sign_in_changed",
    "mfa/email/totp_deactivated": "sign_in_changed",
    "mfa/email/webauthn_added": "sign_in_changed",
    "mfa/email/webauthn_removed": "sign_in_changed",
    "mfa/email/recovery_codes_generated": "sign_in_changed",
}


class UnknownMail(LookupError):
    """allauth wants to send a mail that nobody has declared a purpose for."""


def shown_as(user: User) -> str:
    """What allauth prints where it would print an address or a name."""
    return user.get_full_name()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not belong together. Please try again."),
        "too_many_login_attempts": _("That was tried too often. Please wait a few minutes."),
        "rate_limited": _("That was tried too often. Please wait a few minutes."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
    }

    def clean_email(self, email: str) -> str:
        """The door. An alias that comes by again stays what it is."""
        return email if gate.is_alias(email) else door.alias_of(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The name limits are counted under: cache keys carry it, so it is a keyed digest."""
        return door.masked(truncate_ip(str(peers.of(request) or "unknown")))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted per address and network together: nobody elsewhere can lock the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message by its declared name. Links are minted when it leaves; nothing of `context` is kept."""
        try:
            template = _MAILS[template_prefix]
        except KeyError:
            raise UnknownMail(template_prefix) from None
        if template is not None:
            channels.send(template, email)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the passkey button asks for JSON; allauth's other JSON answers would show aliases."""
        return request.method == "GET" and request.path == reverse("mfa_login_webauthn") and super().is_ajax(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Raises ReauthenticationRequired for an account that only a service lets in: allauth would ask nothing of it."""
        from troth.people.introduced import once_more  # allauth loads its adapter before there are tables

        asked = bool(super().is_reauthentication_required(app=app, **more))
        if asked and context.request and once_more.is_due(context.request):
            raise ReauthenticationRequired
        return asked

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        from troth.people.introduced import once_more

        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and once_more.is_way_of(user):
            url = reverse("account_services_again")
            found.append({"id": "service", "description": _("Use the service you signed in with"), "url": url})
        return found

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        if user.is_staff:
            request.session[sessions.STAFF] = True
