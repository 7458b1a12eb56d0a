"""`ask_at`: an address and kinds of news that somebody typed. A mail asks its owner; nothing has been chosen yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from allauth.account.models import EmailAddress
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.channels import handles

from ..models import SignUp
from . import offer

TEMPLATE: Final = "sign_up_confirm"
LINK: Final = "sign_up"
LINK_HOURS: Final = 72  # as for a wish to hear that something is back


@sensitive_variables("email")
def ask_at(email: str, kinds: Collection[str], *, language: str = "") -> None:
    """Raises `gate.Refused` where the policy takes nobody in this way, ValueError for kinds that are not offered.

    Two who type one new address at once make one person of it. The row comes first: should this process die now, the sweep
    finds the alias, and whoever is behind it.
    """
    offered = offer.names()
    if not offered:
        raise gate.Refused.by(gate.policy().refusals["not_in_force"])
    if not kinds or not offered.issuperset(kinds):
        raise ValueError("there is no such news")
    with gate.together(addresses=[email]):
        known = known_at(email)
        to: handles.To = known or gate.new_alias()
        whose, text = handles.put(to)
        row = SignUp.objects.create(whose=whose, to=text, kinds=" ".join(sorted(kinds)), language=language)
        if isinstance(to, str):
            gate.collect(None, {"email": {"email": email}}, purpose="account", source="newsletter_form", alias=to)
    channels.send(TEMPLATE, to, sign_up=row.pk, **({"language": language} if language else {}))


@sensitive_variables("email")
def known_at(email: str) -> gate.PersonId | None:
    """Whose proven account is at the address, else a guest known there.

    An account that nobody confirmed is anybody's; it goes after a week, and would take the subscription with it.
    """
    alias = gate.alias_at(email)
    if alias and EmailAddress.objects.filter(email=alias, verified=True).exists():
        return gate.person_behind(alias)
    return next(iter(gate.guests_at(email)), None)
