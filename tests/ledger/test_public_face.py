"""What the rest of the program may use of the ledger."""

from troth import ledger

FACE = {
    "Entry",
    "EntryBody",
    "Finding",
    "LedgerError",
    "NotYetProtected",
    "Proof",
    "Recorded",
    "Report",
    "State",
    "UnknownEntry",
    "append",
    "append_many",
    "checkpoint",
    "consistency_proof",
    "entries_for",
    "entry",
    "errors",
    "keys",
    "last_at",
    "proof",
    "rotate_key",
    "sequence",
    "sequence_all",
    "size",
    "state",
    "tells_of",
    "tile",
    "verifier_key",
    "verify",
}


def test_everything_promised_is_there() -> None:
    assert {name for name in FACE if not hasattr(ledger, name)} == set()
