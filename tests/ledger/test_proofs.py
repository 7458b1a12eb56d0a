"""A proof convinces somebody who shares no code with the shop, and nobody of anything else."""

import json
from pathlib import Path

import pytest
from django.db import connections

from troth import ledger
from troth.ledger.errors import Damaged, NotYetProtected, UnknownEntry

from . import outsider
from .conftest import fill, sql

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def shown(token: str) -> dict[str, object]:
    """As it arrives on the other side."""
    handed_over: dict[str, object] = json.loads(json.dumps(ledger.proof(token).as_json()))
    return handed_over


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_every_entry_can_be_proven(size: int) -> None:
    tokens = fill(size)
    ledger.sequence()
    key = ledger.verifier_key()
    for token in {tokens[0], tokens[size // 3], tokens[size // 2], tokens[-1]}:
        proof = shown(token)
        assert proof["entry"]["token"] == token  # type: ignore[index]
        assert outsider.proof_holds(proof, key)


def test_a_proof_holds_for_what_was_proven_only() -> None:
    tokens = fill(9)
    ledger.sequence()
    key, proof = ledger.verifier_key(), shown(tokens[4])
    entry = proof["entry"]
    assert isinstance(entry, dict)
    for part, other in (("id", 99), ("token", tokens[5]), ("subject", "b" * 32), ("salt", "00" * 16), ("body", "{}")):
        assert not outsider.proof_holds({**proof, "entry": {**entry, part: other}}, key), part
    assert not outsider.proof_holds({**proof, "index": 5}, key)
    assert not outsider.proof_holds({**proof, "path": shown(tokens[5])["path"]}, key)


def test_a_proof_does_not_hold_under_another_key(own_key: Path) -> None:
    token = fill(1)[0]
    ledger.sequence()
    proof = shown(token)
    assert not outsider.proof_holds(proof, ledger.rotate_key())


def test_it_can_be_had_as_a_c2sp_proof() -> None:
    tokens = fill(9)
    ledger.sequence()
    head, path, checkpoint = _parted(ledger.proof(tokens[4]).as_text())
    assert head == ["c2sp.org/tlog-proof@v1", "index 4"]
    assert path == ledger.proof(tokens[4]).as_json()["path"]
    assert checkpoint == ledger.checkpoint()


def _parted(text: str) -> tuple[list[str], list[str], str]:
    proof, _blank, checkpoint = text.partition("\n\n")
    lines = proof.split("\n")
    return lines[:2], lines[2:], checkpoint


def test_what_waits_cannot_be_proven_yet() -> None:
    token = fill(1)[0]
    with pytest.raises(NotYetProtected):
        ledger.proof(token)
    ledger.sequence()
    assert ledger.proof(token)


def test_what_is_not_there_cannot_be_proven() -> None:
    with pytest.raises(UnknownEntry, match="nothing"):
        ledger.proof("nothing")


def test_no_proof_is_handed_out_that_does_not_hold() -> None:
    tokens = fill(300)
    ledger.sequence()
    sql("UPDATE ledger_entry SET subject = %s WHERE token = %s", "b" * 32, tokens[7])
    with pytest.raises(Damaged):
        ledger.proof(tokens[7])
    assert ledger.proof(tokens[8])
    sql("DELETE FROM ledger_tile WHERE level = 0 AND number = 0")
    with pytest.raises(Damaged):
        ledger.proof(tokens[8])


def test_a_proof_takes_three_statements(django_assert_num_queries: object) -> None:
    token = fill(700)[123]
    ledger.sequence()
    with django_assert_num_queries(3, connection=connections["vault"]):  # type: ignore[operator]
        ledger.proof(token)
