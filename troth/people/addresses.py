"""The e-mail address of an account: shown, changed, proven. The new one counts when its mailbox has answered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.people.models import User
from troth.people.persons import person_behind


@dataclass(frozen=True, slots=True)
class Addresses:
    """Opened values. `waiting` is an address that has not answered yet, or None."""

    current: Any
    waiting: Any


def addresses_of(user: User) -> Addresses:
    """The address mails go to, and the one it is about to change to. Raises `gate.Refused`."""
    person = person_behind(user)
    opened = gate.use(person, ["email"], purpose="account", actor=gate.the_person(person))
    records = {record.id: record for record in opened.all("email")}
    by_alias = {alias: records.get(record) for alias, record in gate.aliased(person).items()}
    waiting = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first()
    return Addresses(
        current=_value(by_alias.get(user.email)),
        waiting=_value(by_alias.get(waiting.email)) if waiting else None,
    )


class SameAddress(ValueError):
    """The account has that address already."""


@sensitive_variables("typed")
def begin_change(user: User, typed: str) -> None:
    """Take a new address in and ask its mailbox. Raises `SameAddress`.

    Whether or not another account has that address, the answer and the work are alike; if one has, its owner gets a
    mail that says so, and the link that would confirm the change is never written.
    """
    known = gate.alias_at(typed)
    if known == user.email:
        raise SameAddress
    _take_in(user, typed, known, purpose="account", source="account_form")


@sensitive_variables("typed")
def begin_change_for(user: User, typed: str, *, actor: gate.Actor, reason: str) -> None:
    """The same on request: an employee who made sure who asks says so in `reason`. The new mailbox is asked all the
    same. Raises `SameAddress` and `gate.Refused`.
    """
    known = gate.alias_at(typed)
    if known == user.email:
        raise SameAddress
    _take_in(user, typed, known, purpose="rights_request", source="office", actor=actor, reason=reason)


@sensitive_variables("typed", "told")
def _take_in(
    user: User,
    typed: str,
    known: str | None,
    *,
    purpose: str,
    source: str,
    actor: gate.Actor | None = None,
    reason: str = "",
) -> None:
    person, told = person_behind(user), {"email": {"email": typed}}
    former = [*EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email)]
    collected = gate.collect(
        person, told, purpose=purpose, source=source, actor=actor, alias=gate.new_alias(), reason=reason
    )
    for waiting in former:
        waiting.delete()
        _forget(user, waiting.email, actor)
    with transaction.atomic(using="default"):
        EmailAddress.objects.create(user=user, email=collected.alias, primary=False, verified=False)
        _ask_mailbox(collected.alias, known)


def ask_again(user: User) -> bool:
    """Write to the waiting address once more; whether there is one."""
    waiting = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email).first()
    opened = addresses_of(user).waiting
    if waiting is None or not isinstance(opened, gate.Personal):
        return False
    _ask_mailbox(waiting.email, gate.alias_at(opened.reveal()))
    return True


def _ask_mailbox(alias: str, known: str | None) -> None:
    if known is None:
        channels.send("account_confirm_email", alias)
    else:
        channels.send("account_exists", known)


def drop_waiting(user: User) -> None:
    """Forget an address that was never proven."""
    for waiting in EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email):
        waiting.delete()
        _forget(user, waiting.email)


def prove(address: EmailAddress) -> bool:
    """The mailbox has answered: from now on the account is found there. False when another account is, by now."""
    return bool(gate.settle_address(person_behind(address.user), address.email))


def tidy(user: User) -> None:
    """Forget every address of the account's person that the account no longer uses. May run any number of times."""
    used = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    for alias in gate.aliased(person_behind(user)):
        if alias not in used:
            _forget(user, alias)


def as_id(alias: str) -> uuid.UUID:
    """An alias as the target of a secret link: its random word is 128 bits."""
    return uuid.UUID(hex=alias.partition("@")[0])


def at_id(target: uuid.UUID | None) -> EmailAddress | None:
    """The address waiting to be proven that a confirming link leads to."""
    if target is None:
        return None
    waiting = EmailAddress.objects.select_related("user").filter(verified=False)
    return waiting.filter(email__startswith=f"{target.hex}@").first()


def _forget(user: User, alias: str, actor: gate.Actor | None = None) -> None:
    person = person_behind(user)
    record = gate.aliased(person).get(alias)
    if record is not None:
        gate.discard(person, record, actor=actor or gate.the_person(person))


def _value(record: Any) -> Any:
    return record["email"] if record is not None else None
