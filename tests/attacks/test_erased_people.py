"""An attacker after somebody who was erased: every file, backups from before, today's keys, and patience."""

import json
import os
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.cast import ADA
from tests.gate.conftest import joins, orders, works_here
from tests.vault.later import when_all_have_written
from troth import gate, ledger
from troth.gate import keyring
from troth.vault import keys, ring
from troth.vault.models import Key, Reason, Record, Replayed, Role

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.fixture(autouse=True)
def own_ring(tmp_path, settings):
    settings.TROTH = replace(settings.TROTH, keys=tmp_path / "keys")
    keyring.ensure()


def end_the_epoch() -> None:
    for _ in keyring.rotate():
        pass
    keyring.retire(now=when_all_have_written())


def written_beside_the_keys(settings) -> str:
    files = (file for file in settings.TROTH.keys.rglob("*") if file.is_file())
    return "".join(file.read_bytes().decode("latin-1") for file in files)


def test_nothing_beside_the_keys_leads_from_a_kept_invoice_to_the_person_in_an_old_backup(settings):
    """The journal names person and order keys in one line; an old backup names the order's party, as the books do."""
    ada = joins(ADA)
    _, party = orders(ADA, ada)
    order_key = str(Record.objects.filter(party=party, key__retention="order")[0].key_id)
    gate.erase(ada, actor=gate.the_person(ada))

    told = written_beside_the_keys(settings)
    assert str(ada) in told  # control: the attacker can read it
    assert order_key in told
    end_the_epoch()
    told = written_beside_the_keys(settings)
    assert str(ada) not in told
    assert order_key not in told


def test_a_reason_for_looking_does_not_bind_a_kept_invoice_to_what_was_done_before(settings):
    ada = joins(ADA)
    _, party = orders(ADA, ada)
    clerk = works_here(7, "customer_service")
    jobs = gate.policy().roles["customer_service"]
    for purpose in jobs.purposes | jobs.with_reason:
        with suppress(gate.Refused):
            gate.use(party, ["order_billing"], purpose=purpose, actor=clerk, reason="she asked about it")
    statutory = Key.objects.get(retention="statutory")
    assert Reason.objects.filter(key=statutory).exists()  # control
    gate.erase(ada, actor=gate.the_person(ada))
    assert not Reason.objects.filter(key=statutory).exists()


def test_a_restored_backup_gives_a_kept_key_a_new_name_again(settings):
    ada = joins(ADA)
    orders(ADA, ada)
    statutory = Key.objects.get(retention="statutory")
    before = keys.living(statutory).subject
    gate.erase(ada, actor=gate.the_person(ada))
    statutory.save()  # as the backup has it
    Replayed.objects.all().delete()

    keyring.replay()
    assert keys.living(Key.objects.get(retention="statutory")).subject != before


def test_a_restored_backup_brings_back_neither_a_removed_record_nor_a_revoked_job(settings):
    ada = joins(ADA)
    address = Record.objects.get(kind="address")
    gate.discard(ada, address.id, actor=gate.the_person(ada))
    works_here(8, "marketing")
    role = Role.objects.get()
    gate.revoke_role(8, "marketing", actor=gate.system("manage_staff"))
    address.save(force_insert=True)
    role.save(force_insert=True)

    keyring.replay()
    assert not Record.objects.filter(id=address.id).exists()
    assert not Role.objects.exists()


def test_a_line_torn_by_a_crash_spoils_neither_the_next_one_nor_the_start(settings):
    ada, ben = joins(ADA), joins(ADA)
    backup = list(Key.objects.filter(person=ben))
    gate.erase(ada, actor=gate.the_person(ada))
    file = next(settings.TROTH.keys.rglob("*journal"))
    with file.open("ab") as journal:
        journal.write(b'{"erased": ["0000')  # power went here; its transaction was never committed
    person = backup[0].person
    gate.erase(ben, actor=gate.the_person(ben))
    person.save(force_insert=True)
    backup[0].save(force_insert=True)

    keyring.replay()
    assert gate.standing(ben) is None


def test_a_full_disk_beside_the_keys_fails_the_erasure_instead_of_half_writing_it(settings, monkeypatch):
    ada = joins(ADA)
    write = os.write
    monkeypatch.setattr("os.write", lambda descriptor, data: write(descriptor, data[: len(data) // 2]))
    with pytest.raises(OSError, match="space"):
        gate.erase(ada, actor=gate.the_person(ada))
    monkeypatch.undo()
    assert gate.standing(ada) is not None


def test_a_new_epoch_is_seen_at_once_even_within_one_tick_of_the_clock(settings, monkeypatch):
    assert keyring.epochs() == [1]
    stamp = ring.folder().stat()
    ring.begin_epoch(2)
    os.utime(ring.folder(), ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert keyring.epochs() == [2, 1]


def test_nothing_in_the_journal_is_a_value(settings):
    ada = joins(ADA)
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    gate.erase(ada, actor=gate.the_person(ada))
    lines = [
        json.loads(line)
        for file in settings.TROTH.keys.rglob("*journal")
        for line in file.read_text().split("\n")
        if line
    ]
    assert lines
    assert ADA.name not in json.dumps(lines)
    assert ledger.state().pending


def test_no_moment_stands_both_in_a_kept_invoice_and_in_a_guests_own_island():
    orders(ADA)
    kept = Record.objects.filter(key__person=None).values_list("collected_at", flat=True)
    own = Record.objects.filter(key__person__isnull=False).values_list("collected_at", flat=True)
    assert kept
    assert own
    assert not set(kept) & set(own)
