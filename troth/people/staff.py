"""Employees: made, given roles, sent away. They are persons like everybody else; what they may see is in the vault."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.people import office_tokens, signed_in, unproven
from troth.people.models import User
from troth.people.registering import Taken

OFFICE = "Office"  # the group that may open Wagtail's admin; it opens no personal data


@dataclass(frozen=True, slots=True)
class Employee:
    """An employee in a list. `name` and `email` are opened values, or withheld."""

    account: int
    public_id: uuid.UUID
    active: bool
    roles: frozenset[str]
    name: Any
    email: Any


@sensitive_variables("name", "email", "password")
def create(
    name: str,
    email: str,
    roles: Iterable[str],
    *,
    by: gate.Actor,
    password: str | None = None,
    proven: bool = False,
) -> User:
    """Make an account for an employee and grant the roles. Raises `Taken` and `gate.Refused`.

    Without a password they get a mail with a link to choose one, which proves their address as well. A customer with
    the same address has to change it first: an account is either an employee's or a customer's.
    """
    known = gate.alias_at(email)
    if known and not unproven.give_way(known):
        raise Taken
    alias = gate.new_alias()
    told = {"staff": {"name": name, "email": email}, "name": {"name": name}, "email": {"email": email}}
    collected = gate.collect(None, told, purpose="manage_staff", source="office", actor=by, alias=alias)
    user = _account(alias, password, proven or password is None)
    try:
        gate.bind_account(collected.person, user.pk)
    except IntegrityError:
        user.delete()
        gate.erase(collected.person, actor=gate.system("rights_request"))
        raise Taken from None
    for role in roles:
        gate.grant_role(user.pk, role, actor=by)
    if password is None:
        channels.send("staff_welcome", alias)
    return user


def change_roles(user: User, roles: Iterable[str], *, by: gate.Actor) -> None:
    """Grant what is missing and revoke what is too much. Each change is an entry of its own.

    Tokens of programs that rest on a job which is gone end with it.
    """
    wanted, held = frozenset(roles), gate.roles_of(user.pk)
    for role in sorted(held - wanted):
        gate.revoke_role(user.pk, role, actor=by)
    for role in sorted(wanted - held):
        gate.grant_role(user.pk, role, actor=by)
    office_tokens.end_unheld(user)


def disable(user: User, *, by: gate.Actor) -> None:
    """An employee leaves: no roles, no sign-in, signed out everywhere at once, their programs too."""
    change_roles(user, (), by=by)
    User.objects.filter(pk=user.pk).update(is_active=False, is_staff=False)
    user.groups.clear()
    signed_in.end_all(user)


def employees(*, by: gate.Actor) -> list[Employee]:
    """Everybody who works here, with names as far as the asking employee may see them."""
    users = list(User.objects.filter(is_staff=True).order_by("created_at"))
    persons = {user.pk: gate.person_of_account(user.pk) for user in users}
    whose = [person for person in persons.values() if person is not None]
    opened = gate.use_each(whose, ["staff"], purpose="manage_staff", actor=by) if whose else {}

    def employee(user: User) -> Employee:
        person = persons[user.pk]
        found = opened.get(person) if person else None
        name, email = _named(found) if found else (None, None)
        return Employee(user.pk, user.public_id, user.is_active, gate.roles_of(user.pk), name, email)

    return [employee(user) for user in users]


def _named(found: gate.Opened | gate.Refused) -> tuple[Any, Any]:
    """Name and e-mail address, or the seal of both."""
    if isinstance(found, gate.Refused):
        return (seal := gate.Withheld(found.clause, found.reason)), seal
    record = found.first("staff")
    return (record["name"], record["email"]) if record else (None, None)


def _account(alias: str, password: str | None, proven: bool) -> User:
    with transaction.atomic(using="default"):
        user = User.objects.create_user(alias, password, is_staff=True)
        EmailAddress.objects.create(user=user, email=alias, primary=True, verified=proven)
        user.groups.add(_office())
    return user


def _office() -> Group:
    group, made = Group.objects.get_or_create(name=OFFICE)
    if made:
        admin = ContentType.objects.filter(app_label="wagtailadmin", model="admin").first()
        group.permissions.add(*Permission.objects.filter(content_type=admin, codename="access_admin"))
    return group
