"""Erasure is real. An attacker has every file, every backup and every remaining secret, and still finds nothing.

The control is the same attacker one step earlier: before the epoch ends, the same backup gives everything.
"""

import shutil
from pathlib import Path

import pytest

from tests.cast import ADA
from tests.gate.conftest import joins, orders
from tests.vault.later import when_all_have_written
from troth import gate
from troth.gate import keyring
from troth.vault import aliases, keys, links, records, ring
from troth.vault.models import Alias, Choice, Key, Link, Person, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
TABLES = (Person, Key, Record, Link, Alias, Choice)


@pytest.fixture(autouse=True)
def own_ring(tmp_path, settings):
    from dataclasses import replace

    settings.TROTH = replace(settings.TROTH, keys=tmp_path / "keys")
    keyring.ensure()


def back_up(place: Path) -> dict:
    """Every row of the vault as it is now."""
    return {model: list(model.objects.values()) for model in TABLES}


def restore(rows: dict) -> None:
    for model in reversed(TABLES):
        model.objects.all().delete()
    for model in TABLES:
        model.objects.bulk_create([model(**row) for row in rows[model]])


def attack() -> dict[str, set[str]]:
    """Try everything that the rows and the ring at hand allow: open every record, find by address, follow every link."""
    opened, names = set(), set()
    for record in Record.objects.select_related("key"):
        try:
            opened |= set(records.opened(keys.living(record.key), record).values())
        except Exception:  # the attacker shrugs and goes on
            names.add(record.kind)
    found = {str(alias.person_id) for alias in aliases.at(ADA.email)}
    owners = {str(key): links.person_of(links.ISLAND, str(key)) for key in Key.objects.values_list("id", flat=True)}
    return {"opened": opened, "found": found, "linked": {key for key, owner in owners.items() if owner}}


def test_after_erasure_and_an_epoch_a_backup_gives_only_what_the_law_keeps_and_links_it_to_nobody(tmp_path):
    ada = joins(ADA)
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    orders(ADA, ada)
    backup = back_up(tmp_path)

    gate.erase(ada, actor=gate.the_person(ada))
    after = back_up(tmp_path)

    # One step before the epoch ends, the backup still gives everything: this attacker can see.
    restore(backup)
    before_the_end = attack()
    assert {ADA.name, ADA.email, ADA.telephone, ADA.street_address} <= before_the_end["opened"]
    assert before_the_end["found"]
    assert before_the_end["linked"]

    restore(after)
    for _ in keyring.rotate():
        pass
    keyring.retire(now=when_all_have_written())

    restore(backup)
    last = attack()
    assert last == {"opened": set(), "found": set(), "linked": set()}


def test_what_the_law_keeps_stays_readable_and_belongs_to_nobody(tmp_path):
    ada = joins(ADA)
    _, party = orders(ADA, ada)
    subject_before = keys.living(Key.objects.get(retention="statutory")).subject
    gate.erase(ada, actor=gate.the_person(ada))
    for _ in keyring.rotate():
        pass
    keyring.retire(now=when_all_have_written())

    kept = attack()
    assert ADA.street_address in kept["opened"]
    assert ADA.email not in kept["opened"]
    assert kept["found"] == kept["linked"] == set()
    assert keys.living(Key.objects.get(retention="statutory")).subject != subject_before
    assert gate.person_of_party(party) is None


def test_a_backup_restored_too_soon_replays_the_erasure_and_the_no_before_the_shop_opens(tmp_path):
    ada = joins(ADA)
    ben_like, _ = orders(ADA)
    backup = back_up(tmp_path)
    gate.choose(
        ben_like, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(ben_like), source="preferences"
    )
    gate.restrict(ben_like, actor=gate.the_person(ben_like))
    gate.erase(ada, actor=gate.the_person(ada))

    restore(backup)
    assert gate.standing(ada) is not None
    assert keyring.replay() >= 3

    assert gate.standing(ada) is None
    assert not gate.may_reach(ben_like, "newsletter", "email").allowed
    assert gate.standing(ben_like).restricted_since is not None
    assert keyring.replay() == 0


def test_destroyed_secrets_are_gone_from_the_folder(tmp_path, settings):
    joins(ADA)
    copy = shutil.copytree(settings.TROTH.keys, tmp_path / "copy")
    for _ in keyring.rotate():
        pass
    keyring.retire(now=when_all_have_written())
    old = (copy / "epochs" / "1.key").read_bytes()
    assert all(old not in file.read_bytes() for file in settings.TROTH.keys.rglob("*") if file.is_file())
    assert [epoch.number for epoch in ring.ring().epochs] == [2]
