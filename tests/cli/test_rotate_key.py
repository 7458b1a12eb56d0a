"""`troth ledger rotate-key`: the ledger goes on under a new key, and what the old one signed still holds."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.ledger.conftest import fill
from troth import ledger
from troth.cli.main import main
from troth.ledger import keys

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TROTH", dataclasses.replace(settings.TROTH, keys=tmp_path))


def test_the_ledger_goes_on_under_a_new_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(3)
    ledger.sequence()
    old = ledger.verifier_key()
    assert main(["ledger", "checkpoint"]) == 0
    kept = tmp_path / "checkpoint"
    kept.write_text(capsys.readouterr().out)

    assert main(["ledger", "rotate-key"]) == 0
    said, new = capsys.readouterr().out.splitlines()
    assert said == "From entry 3 on the ledger is signed with a new key. The shop shows it at /ledger/key:"
    assert old != new == ledger.verifier_key()

    fill(2)
    assert main(["ledger", "sequence"]) == 0
    assert main(["ledger", "verify", "--against", str(kept)]) == 0


def test_a_machine_reads_key_and_size(capsys: pytest.CaptureFixture[str]) -> None:
    fill(2)
    ledger.sequence()
    assert main(["ledger", "rotate-key", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"key": ledger.verifier_key(), "size": 2}


def test_without_a_key_to_follow_nothing_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "rotate-key"]) == 2
    assert "signing key is missing" in capsys.readouterr().err
    assert not keys.file().exists()
