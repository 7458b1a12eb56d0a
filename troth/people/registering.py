"""`register`: somebody becomes a customer. Vault first, then the account, then the bridge between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.people import unproven
from troth.people.models import User


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """What somebody told to open an account. `password` is None for an account that begins with a passkey or a link.

    `addresses` are postal, checked (`people.postal.check`); `residence` and `organization_country` are ISO 3166 codes.
    """

    email: str
    name: str
    password: str | None = None
    residence: str = ""
    organization_country: str = ""
    telephone: str = ""
    addresses: tuple[Mapping[str, str], ...] = ()
    source: str = "sign_up"
    data: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def kinds(self) -> dict[str, Mapping[str, str]]:
        """As the gate takes it; empty answers are not data."""
        told: dict[str, Mapping[str, str]] = {
            "name": {"name": self.name},
            "email": {"email": self.email},
            "residence": {"country": self.residence, "organization_country": self.organization_country},
            **self.data,
        }
        if self.telephone:
            told["telephone"] = {"telephone": self.telephone}
        return {kind: kept for kind, fields in told.items() if (kept := {n: v for n, v in fields.items() if v})}


class Taken(Exception):
    """There is an account at this address already. Never shown as such: the answer is equal and a mail tells."""


@sensitive_variables("registration", "password")
def register(registration: Registration, *, proven: bool = False) -> User:
    """Collect what was told, make the account, bind the two. Raises `Taken`, and `gate.Refused` having kept nothing.

    An earlier sign-up at the address that nobody confirmed gives way. `proven` is for addresses that need no
    confirming, such as those of the practice cast.
    """
    known = gate.alias_at(registration.email)
    if known and not unproven.give_way(known):
        raise Taken
    alias = gate.new_alias()
    collected = gate.collect(None, registration.kinds(), purpose="account", source=registration.source, alias=alias)
    for address in registration.addresses:
        gate.collect(collected.person, {"address": address}, purpose="account", source=registration.source)
    user = _account(alias, registration.password, proven)
    try:
        gate.bind_account(collected.person, user.pk)
    except IntegrityError:  # somebody else was quicker with the same address
        user.delete()
        gate.erase(collected.person, actor=gate.system("rights_request"))
        raise Taken from None
    return user


@sensitive_variables("password")
def _account(alias: str, password: str | None, proven: bool) -> User:
    with transaction.atomic(using="default"):
        user = User.objects.create_user(alias, password)
        EmailAddress.objects.create(user=user, email=alias, primary=True, verified=proven)
    return user
