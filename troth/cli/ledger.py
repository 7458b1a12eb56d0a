"""`troth ledger`: verify it, prove an entry, show or sign the checkpoint, change the key that signs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

PAUSE = 0.2  # seconds between two lines of progress


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("ledger", help="Verify the ledger, prove an entry, show the checkpoint.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    verify = verbs.add_parser(
        "verify",
        help="Check every entry, tile and signature. Exit code 1 if anything was tampered with.",
        description="Checks every entry, tile and signature. The last line says whether the ledger is sound. "
        "Only a checkpoint kept outside shows that nobody rewound the ledger, or rewrote and signed it again.",
    )
    verify.add_argument(
        "--against", metavar="FILE", type=Path, help="A checkpoint saved earlier; the ledger must continue it."
    )
    verify.add_argument("--json", action="store_true", help="Print the findings for a machine.")
    verify.set_defaults(run=_verify)

    proof = verbs.add_parser("proof", help="Print the proof that an entry is in the signed tree.")
    proof.add_argument("entry", metavar="ENTRY", help="The entry's id, as the privacy page shows it.")
    proof.add_argument("--json", action="store_true", help="With the entry itself and the key, as JSON.")
    proof.set_defaults(run=_proof)

    checkpoint = verbs.add_parser("checkpoint", help="Print the signed checkpoint. Keep it somewhere else.")
    checkpoint.set_defaults(run=_checkpoint)

    sequence = verbs.add_parser("sequence", help="Put waiting entries into the tree now, and sign it.")
    sequence.set_defaults(run=_sequence)

    rotate = verbs.add_parser(
        "rotate-key",
        help="Sign with a new key from now on. What the old one signed stays provable.",
        description="Makes a new signing key, signs the present tree with it and keeps the old key's public half in "
        "TROTH_KEYS, so that proofs and checkpoints made before still hold. Do this when the old key may have been "
        "seen, and tell those who keep checkpoints the printed key. Keep a checkpoint outside first: "
        "whoever has the old key can still sign a tree no longer than the one of now.",
    )
    rotate.add_argument("--json", action="store_true", help="Print the new key and the size of the tree for a machine.")
    rotate.set_defaults(run=_rotate_key)


def _verify(told: argparse.Namespace) -> int:
    from troth.publishing.proofs import verify

    try:
        against = told.against.read_text() if told.against else None
    except (OSError, UnicodeDecodeError) as error:
        return _complain(f"Cannot read {told.against}: {getattr(error, 'strerror', None) or 'not text'}.")
    progress = _Progress()
    report = verify(progress, against)
    progress.end()
    if told.json:
        sys.stdout.write(json.dumps(report.as_json(), indent=2) + "\n")
        return 0 if report.sound else 1
    for finding in report.findings:
        sys.stdout.write(f"{finding.fault.value}: {finding.says}\n")
    if not report.sound and report.waiting:
        sys.stdout.write(f"{report.waiting}\n")
    sys.stdout.write(f"{report.verdict}\n")
    return 0 if report.sound else 1


def _proof(told: argparse.Namespace) -> int:
    from troth.publishing.proofs import LedgerError, proof

    try:
        found = proof(told.entry)
    except LedgerError as error:
        return _complain(str(error))
    sys.stdout.write(json.dumps(found.as_json(), indent=2) + "\n" if told.json else found.as_text())
    return 0


def _checkpoint(told: argparse.Namespace) -> int:
    from troth.publishing.proofs import LedgerError
    from troth.publishing.tiles import checkpoint

    try:
        sys.stdout.write(checkpoint())
    except LedgerError as error:
        return _complain(str(error))
    return 0


def _sequence(told: argparse.Namespace) -> int:
    from troth.publishing.proofs import LedgerError, sequence, state

    try:
        done = sequence()
    except LedgerError as error:
        return _complain(str(error))
    sys.stdout.write(f"{done:,} entries sequenced; {state().size:,} in the tree.\n")
    return 0


def _rotate_key(told: argparse.Namespace) -> int:
    from troth.publishing.proofs import LedgerError, rotate_key, state

    try:
        key = rotate_key()
    except LedgerError as error:
        return _complain(str(error))
    size = state().size
    if told.json:
        says = json.dumps({"key": key, "size": size})
    else:
        says = f"From entry {size:,} on the ledger is signed with a new key. The shop shows it at /ledger/key:\n{key}"
    sys.stdout.write(says + "\n")
    return 0


def _complain(says: str) -> int:
    sys.stderr.write(f"{says}\n")
    return 2


class _Progress:
    """One line on standard error that counts up; only on a terminal, or for work that takes long."""

    def __init__(self) -> None:
        self._shown = 0.0
        self._wrote = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._shown < (PAUSE if sys.stderr.isatty() else 50 * PAUSE) and done < total:
            return
        self._shown, self._wrote = now, True
        start, end = ("\r", " ") if sys.stderr.isatty() else ("", "\n")
        sys.stderr.write(f"{start}{done:,} of {total:,} entries looked at{end}")
        sys.stderr.flush()

    def end(self) -> None:
        if self._wrote and sys.stderr.isatty():
            sys.stderr.write("\n")
