"""Somebody takes the database files away right after an erasure, and has the key ring of the day."""

from pathlib import Path

import pytest
from django.db import connections

from tests import apart
from tests.cast import ADA
from tests.gate.conftest import joins, orders
from troth import gate
from troth.people import forgetting
from troth.people.models import User
from troth.vault.models import Alias, Key, Record

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.skipif("connections['vault'].vendor != 'sqlite'", reason="one's own files are SQLite's"),
]


def files(store: str) -> bytes:
    """The database and its log, as a thief finds them."""
    name = str(connections[store].settings_dict["NAME"])
    return b"".join(apart.read(Path(f"{name}{end}")) for end in ("", "-wal") if Path(f"{name}{end}").exists())


def rows(person: gate.PersonId) -> list[bytes]:
    """What stands in the files of one person: a wrapped key, sealed records, ids."""
    key = Key.objects.get(person=person)
    sealed = [bytes(each) for each in Record.objects.filter(key=key).values_list("sealed", flat=True)]
    return [bytes(key.wrapped), *sealed, person.hex.encode(), Alias.objects.get(person=person).alias.encode()]


def test_neither_the_vaults_file_nor_its_log_holds_an_erased_key_or_record():
    ada = joins(ADA)
    orders(ADA, ada)
    for _ in range(20):
        gate.use(ada, ["name"], purpose="account", actor=gate.the_person(ada))
    traces = rows(ada)
    assert all(trace in files("vault") for trace in traces)  # control

    gate.erase(ada, actor=gate.the_person(ada))
    assert [trace for trace in traces if trace in files("vault")] == []


def test_a_removed_record_is_gone_from_the_files():
    ada = joins(ADA)
    record = Record.objects.get(key__person=ada, kind="address")
    assert bytes(record.sealed) in files("vault")
    gate.discard(ada, record.id, actor=gate.the_person(ada))
    assert bytes(record.sealed) not in files("vault")


def test_the_shops_files_forget_the_account_too():
    user = User.objects.create_user(gate.new_alias(), "a passphrase of some length")
    assert user.email.encode() in files("default")
    forgetting.forget_account(user.pk)
    assert user.email.encode() not in files("default")
    assert user.password.encode() not in files("default")
