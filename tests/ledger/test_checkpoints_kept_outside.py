"""Someone who holds the signing key can make another history without a seam. Only a checkpoint kept outside helps."""

from __future__ import annotations

import pytest

from troth import ledger
from troth.ledger.note import Signer, unverified
from troth.ledger.report import Fault

from .conftest import fill, line
from .tampering import change, faults, rewind, sign_again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def kept(tokens: list[str]) -> str:
    """The checkpoint somebody outside wrote down."""
    return ledger.checkpoint()


def test_control_the_ledger_continues_what_was_kept_outside(kept: str) -> None:
    assert ledger.verify(against=kept).verdict.endswith("It continues the checkpoint kept outside.")
    fill(300)
    ledger.sequence()
    report = ledger.verify(against=kept)
    assert report.sound
    assert (report.size, report.against) == (900, 600)


def test_a_rewound_database_is_found(kept: str) -> None:
    rewind(510)
    assert ledger.verify().sound
    report = ledger.verify(against=kept)
    assert faults(report) == {Fault.REWOUND}
    assert "rewound: it has 510 entries, the checkpoint kept outside has 600" in report.verdict


def test_a_database_rewound_to_nothing_is_found(kept: str) -> None:
    rewind(0)
    assert ledger.verify().sound
    assert faults(ledger.verify(against=kept)) == {Fault.REWOUND}


def test_a_ledger_rewritten_and_signed_again_is_found(kept: str) -> None:
    change("body", 100, line(verb="collect").written(ledger.last_at()))  # type: ignore[arg-type]
    sign_again()
    assert ledger.verify().sound
    report = ledger.verify(against=kept)
    assert faults(report) == {Fault.RESIGNED}
    assert "rewritten and signed again" in report.verdict


def test_a_ledger_rewound_and_continued_differently_is_found(kept: str) -> None:
    rewind(510)
    fill(500)
    ledger.sequence()
    assert ledger.verify().sound
    assert faults(ledger.verify(against=kept)) == {Fault.RESIGNED}


def test_control_signing_the_same_history_again_is_no_fault(kept: str) -> None:
    sign_again()
    assert ledger.verify(against=kept).sound


def test_a_checkpoint_of_another_log_is_not_believed(kept: str) -> None:
    other = Signer("other.example/ledger", bytes(32))
    report = ledger.verify(against=other.sign(unverified(kept).text()))
    assert faults(report) == {Fault.OUTSIDE}


@pytest.mark.parametrize("note", ["", "nonsense", "a\n1\nb\n\n— c d\n"])
def test_an_unreadable_checkpoint_is_not_believed(tokens: list[str], note: str) -> None:
    assert faults(ledger.verify(against=note)) == {Fault.OUTSIDE}
