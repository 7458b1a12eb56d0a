"""`troth ledger`, as an operator types it."""

import json
from pathlib import Path

import pytest

from troth import ledger
from troth.cli.main import main

from . import outsider
from .conftest import fill
from .tampering import change

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_sound_ledger_verifies(tokens: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "verify"]) == 0
    said = capsys.readouterr()
    assert said.out == "The ledger is sound: 600 entries are as they were sealed (checkpoints verified: 3).\n"
    assert "600 of 600 entries looked at" in said.err


def test_a_changed_one_does_not_and_the_last_line_says_why(
    tokens: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    change("subject", 17, "f" * 32)
    fill(1)
    assert main(["ledger", "verify"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"changed: Entry {tokens[17]} (index 17) was changed after it was sealed."
    assert lines[1] == "1 entry is pending and not yet protected."
    assert lines[-1].startswith(f"The ledger does NOT verify: Entry {tokens[17]}")


def test_the_verdict_for_a_machine(tokens: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    change("subject", 17, "f" * 32)
    assert main(["ledger", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["index"] == 17


def test_a_checkpoint_saved_earlier_is_held_against_it(
    tokens: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "checkpoint"
    assert main(["ledger", "checkpoint"]) == 0
    kept.write_text(capsys.readouterr().out)
    fill(10)
    assert main(["ledger", "sequence"]) == 0
    assert capsys.readouterr().out == "10 entries sequenced; 610 in the tree.\n"
    assert main(["ledger", "verify", "--against", str(kept)]) == 0
    assert "continues the checkpoint kept outside" in capsys.readouterr().out
    kept.write_text(kept.read_text().replace("600", "601"))
    assert main(["ledger", "verify", "--against", str(kept)]) == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_checkpoint_that_cannot_be_read_is_not_a_verdict(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "checkpoint"
    if content is not None:
        kept.write_bytes(content)
    assert main(["ledger", "verify", "--against", str(kept)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(kept) in said.err


def test_a_proof_for_people_and_for_machines(tokens: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "proof", tokens[5]]) == 0
    assert capsys.readouterr().out.startswith("c2sp.org/tlog-proof@v1\nindex 5\n")
    assert main(["ledger", "proof", tokens[5], "--json"]) == 0
    assert outsider.proof_holds(json.loads(capsys.readouterr().out), ledger.verifier_key())


def test_no_proof_of_what_is_not_there_or_not_protected_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "proof", "nothing"]) == 2
    assert capsys.readouterr().err == "There is no ledger entry nothing.\n"
    assert main(["ledger", "proof", fill(1)[0]]) == 2
    assert "too new" in capsys.readouterr().err
