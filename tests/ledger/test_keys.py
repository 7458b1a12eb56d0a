"""The signing key lies beside the key ring, readable by its owner only."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from troth import ledger
from troth.ledger import keys
from troth.ledger.errors import BadSignature, KeyMissing, MalformedNote
from troth.ledger.note import Checkpoint, Signer, Verifier
from troth.ledger.signed import believe

from .conftest import fill


def test_it_is_made_once(own_key: Path) -> None:
    first = keys.ensure()
    assert keys.ensure() == first == keys.signer()
    assert keys.file().stat().st_mode & 0o777 == 0o600
    assert [file.name for file in own_key.iterdir()] == ["ledger.key"]


def test_its_name_is_the_address_of_the_log(own_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = dataclasses.replace(settings.TROTH, base_url="https://shop.example:8443/store/")
    monkeypatch.setattr(settings, "TROTH", shop)
    assert keys.ensure().name == "shop.example:8443/store/ledger"
    monkeypatch.setattr(settings, "TROTH", dataclasses.replace(shop, base_url="https://moved.example"))
    assert keys.ensure().name == "shop.example:8443/store/ledger"


def test_without_it_nothing_is_signed(own_key: Path) -> None:
    with pytest.raises(KeyMissing, match=r"ledger\.key"):
        keys.signer()


def test_a_damaged_one_is_refused(own_key: Path) -> None:
    keys.ensure()
    keys.file().write_text(keys.file().read_text()[:-4])
    with pytest.raises(MalformedNote):
        keys.signer()


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_lost_key_is_not_quietly_replaced(own_key: Path) -> None:
    fill(3)
    ledger.sequence()
    keys.file().unlink()
    fill(1)
    with pytest.raises(KeyMissing):
        ledger.sequence()
    assert not keys.file().exists()
    assert not ledger.verify().sound


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_new_key_goes_on_where_the_old_one_stopped(own_key: Path) -> None:
    fill(3)
    ledger.sequence()
    old, before = keys.signer(), ledger.checkpoint()
    new = ledger.rotate_key()
    assert str(old.verifier) != new == ledger.verifier_key()
    assert believe(ledger.checkpoint())[1] == Verifier.parse(new)
    fill(2)
    ledger.sequence()
    assert ledger.verify().sound
    assert ledger.verify(against=before).sound
    assert keys.file().stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_retired_key_vouches_for_nothing_new(own_key: Path) -> None:
    fill(3)
    ledger.sequence()
    old = keys.signer()
    ledger.rotate_key()
    assert believe(_signed(old, 3))
    with pytest.raises(BadSignature):
        believe(_signed(old, 4))


def _signed(signer: Signer, size: int) -> str:
    return signer.sign(Checkpoint(signer.name, size, bytes(32)).text())
