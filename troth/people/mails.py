"""What the account mails say. Runs in the worker, at the moment a message leaves: links are minted here."""

from __future__ import annotations

from typing import cast

from allauth.account.models import EmailAddress
from django.urls import reverse

from troth import channels
from troth.people import addresses, resetting
from troth.people.models import User

CONFIRM = "confirm_email"
CONFIRM_HOURS = 72
WELCOME_HOURS = 72


@channels.facts("account_confirm_email")
def confirm_email(leaving: channels.Leaving) -> dict[str, object]:
    token = channels.links.mint(CONFIRM, addresses.as_id(str(leaving.to)), hours=CONFIRM_HOURS)
    return {"url": reverse("account_confirm_email", args=[token]), "hours": CONFIRM_HOURS}


@channels.facts("account_exists")
def account_exists(leaving: channels.Leaving) -> dict[str, object]:
    return {"sign_in_url": reverse("account_login"), "reset_url": reverse("account_reset_password")}


@channels.facts("account_unknown")
def account_unknown(leaving: channels.Leaving) -> dict[str, object]:
    return {"sign_up_url": reverse("account_signup")}


@channels.facts("password_reset")
def password_reset(leaving: channels.Leaving) -> dict[str, object]:
    return {"url": _reset_url(leaving, resetting.HOURS), "hours": resetting.HOURS}


@channels.facts("staff_welcome")
def staff_welcome(leaving: channels.Leaving) -> dict[str, object]:
    return {"url": _reset_url(leaving, WELCOME_HOURS), "hours": WELCOME_HOURS}


@channels.facts("password_changed")
def password_changed(leaving: channels.Leaving) -> dict[str, object]:
    return {"reset_url": reverse("account_reset_password")}


@channels.facts("email_changed")
def email_changed(leaving: channels.Leaving) -> dict[str, object]:
    return {"contact_url": reverse("privacy")}


def _reset_url(leaving: channels.Leaving, hours: float) -> str:
    """A link to choose a password with. An account that has ended meanwhile raises; the message then fails."""
    user = cast(User, EmailAddress.objects.select_related("user").get(email=str(leaving.to)).user)
    token = channels.links.mint(resetting.LINK, resetting.target_of(user), hours=hours)
    return reverse("account_reset_follow", args=[token])
