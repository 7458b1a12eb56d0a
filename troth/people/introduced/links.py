"""The connections between accounts and services: made, found, shown and taken away."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.people.models import SignInLink, User
from troth.people.second_factor import sign_in_state
from troth.recipients import sign_in
from troth.recipients.sign_in import Told
from troth.settings.shop_secret import now_and_before

TOLD_BY_MAIL = "sign_in_changed"


class AnothersAlready(Exception):
    """The service's person is connected with another account, or the account with another of the service's."""


class OnlyWay(Exception):
    """Without this connection nobody could sign in to the account any more."""


class NotForStaff(Exception):
    """An employee's account: its way in is the shop's own."""


@dataclass(frozen=True, slots=True)
class Link:
    id: uuid.UUID
    service: str
    label: str
    since: datetime


@sensitive_variables("told")
def account_of(service: str, told: Told) -> User | None:
    """The account that the service's person is connected with; None also where the row does not fit its seal.

    A connection made under an earlier secret of the shop is known by it, and kept under the present one from now on.
    """
    for secret in now_and_before():
        subject = _digest(service, told, secret)
        found = SignInLink.objects.select_related("user").filter(subject=subject).first()
        if found is not None and hmac.compare_digest(found.seal, _seal(subject, found.user, secret)):
            _under_the_present_one(found, service, told)
            return found.user
    return None


@sensitive_variables("told")
def _under_the_present_one(link: SignInLink, service: str, told: Told) -> None:
    subject = _digest(service, told, settings.SECRET_KEY)
    if link.subject != subject:
        seal = _seal(subject, link.user, settings.SECRET_KEY)
        SignInLink.objects.filter(pk=link.pk, subject=link.subject).update(subject=subject, seal=seal)


@sensitive_variables("told")
def connect(user: User, service: str, told: Told, *, say_so: bool = True) -> None:
    """From now on the service lets its person into this account. `say_so`: by mail. Raises AnothersAlready, NotForStaff.

    Connected twice it is connected once.
    """
    if user.is_staff:
        raise NotForStaff
    if account_of(service, told) == user:
        return
    subject = _digest(service, told, settings.SECRET_KEY)
    seal = _seal(subject, user, settings.SECRET_KEY)
    try:
        with transaction.atomic(using="default"):
            SignInLink.objects.create(user=user, service=service, subject=subject, seal=seal)
            if say_so:
                channels.send(TOLD_BY_MAIL, user.email)
    except IntegrityError:
        raise AnothersAlready from None


def disconnect(user: User, link: uuid.UUID) -> bool:
    """Whether there was one. A mail says so. Raises OnlyWay."""
    mine = SignInLink.objects.filter(user=user)
    with transaction.atomic(using="default"):
        # Of two taken away at once the second sees that it is the last.
        User.objects.select_for_update().filter(pk=user.pk).first()
        if not mine.filter(public_id=link).exists():
            return False
        ways = sign_in_state(user)
        if not ways.has_password and not ways.passkeys and mine.count() == 1:
            raise OnlyWay
        mine.filter(public_id=link).delete()
        channels.send(TOLD_BY_MAIL, user.email)
    return True


def links_of(user: User) -> tuple[Link, ...]:
    """Oldest first. One query."""
    rows = SignInLink.objects.filter(user=user)
    return tuple(Link(row.public_id, row.service, label_of(row.service), row.made_at) for row in rows)


def label_of(service: str) -> str:
    """What the policy calls it; its name where it does not, any more."""
    known = gate.policy().recipients.get(service)
    return known.label if known is not None else service


@sensitive_variables("told")
def _digest(service: str, told: Told, secret: str) -> str:
    """Of the issuer as well: another that is set up under the same name knows other people by the same numbers."""
    whole = "\n".join((service, sign_in.service(service).realm, told.subject))
    return salted_hmac("troth.people.introduced.subject", whole, secret, algorithm="sha256").hexdigest()


def _seal(subject: str, user: User, secret: str) -> str:
    whole = f"{subject} {user.pk} {user.public_id.hex}"
    return salted_hmac("troth.people.introduced.seal", whole, secret, algorithm="sha256").hexdigest()
