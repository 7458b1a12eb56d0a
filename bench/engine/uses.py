"""One decision, one field, one use, fifty uses, one collection, one sign-up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from bench.fill import words
from bench.fill.people import Member
from bench.plain import reading, replace, writing
from troth import gate
from troth.policy import Ask, Facts, Verb, decide

from .beside import each_us, in_turns

Row = dict[str, Any]
DETAILS = ("name", "telephone", "residence")
_number = count(10_000_000)


def small(members: list[Member]) -> list[Row]:
    """Microseconds of CPU."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from django.utils import timezone

    from troth.vault import keys
    from troth.vault.models import Key, Record
    from troth.vault.ring import ring
    from troth.vault.seal import open_fields, seal_fields

    policy, person = gate.policy(), gate.the_person(members[0].id)
    fields = frozenset(policy.kinds["address"].fields)
    facts = Facts(at=timezone.now(), jurisdiction=policy.jurisdiction_of("DE", ""))
    own = Ask(Verb.USE, "account", person, "address", fields)
    mail = Ask(Verb.REACH, "newsletter", gate.system("newsletter"), channel="email")
    cipher, told = AESGCM(os.urandom(32)), {"name": "Somebody Sample"}
    sealed = seal_fields(cipher, told, "bench")
    key = Key.objects.get(person=members[0].id)
    record = Record.objects.get(key=key, kind="address")
    living = keys.living(key)
    acts = {
        "decide, a use of one's own address": lambda: decide(policy, own, facts),
        "decide, a newsletter": lambda: decide(policy, mail, facts),
        "seal one field": lambda: seal_fields(cipher, told, "bench"),
        "open one field": lambda: open_fields(cipher, sealed, "bench"),
        "open an address of six fields": lambda: open_fields(living.cipher, record.sealed, _bound(key, record)),
        "unwrap a person's key": lambda: keys.unwrap(key, ring()),
    }
    return [{"what": name, "µs": round(each_us(act, loops=2000), 2)} for name, act in acts.items()]


def _bound(key: Any, record: Any) -> str:
    from troth.vault import records

    return records.bound(key, record)


def whole(members: list[Member], repeats: int) -> list[Row]:
    """Whole verbs with their commits, beside the plain tables. In milliseconds."""
    one, fifty = members[0].id, [member.id for member in members[:50]]
    person, staff = gate.the_person(one), gate.system("operate_service")
    officer = _officer()
    rows = {
        "use: name, telephone, residence of one person": in_turns(
            lambda: gate.use(one, DETAILS, purpose="account", actor=person),
            lambda: reading.use(one, DETAILS, purpose="account", actor=person),
            repeats,
        ),
        f"use_each: a staff page of {len(fifty)} people": in_turns(
            lambda: gate.use_each(fifty, ["name"], purpose="rights_request", actor=officer),
            lambda: reading.use_each(fifty, ["name"], purpose="rights_request", actor=staff),
            max(3, repeats // 4),
        ),
        "collect: contact and delivery of a guest's order": in_turns(
            lambda: _order(gate.collect), lambda: _order(writing.collect), repeats
        ),
        "sign-up, without the hash of the password": in_turns(_signs_up, _signs_up_plainly, repeats),
    }
    return [{"what": name, **row} for name, row in rows.items()]


def _officer() -> gate.Actor:
    from troth.people.models import User
    from troth.vault.models import Role

    for user in User.objects.filter(is_staff=True):
        if "privacy_officer" in gate.roles_of(user.pk):
            return gate.employee(user.pk)
    raise LookupError(f"no privacy officer among {Role.objects.count()} roles")


def _order(collect: Any) -> None:
    number = next(_number)
    who = words.someone(number)
    told = {
        "order_contact": {"name": who.name, "email": who.email, "telephone": who.telephone},
        "order_delivery": who.address,
    }
    collect(None, told, purpose="fulfil_order", source="guest_checkout", party=gate.PartyId.random())


def _signs_up() -> None:
    from troth.people.registering import Registration, register

    who = words.someone(next(_number))
    register(Registration(who.email, who.name, None, who.country, "", who.telephone, (who.address,)))


def _signs_up_plainly() -> None:
    with _plainly():
        _signs_up()


@contextmanager
def _plainly() -> Iterator[None]:
    """The verbs of the build without enforcement, for a moment."""
    kept = {name: getattr(gate, name) for name in gate.__all__}
    replace.replace()
    try:
        yield
    finally:
        for name, verb in kept.items():
            setattr(gate, name, verb)
