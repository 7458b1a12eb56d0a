"""Checkpoints are C2SP signed notes, and nothing that is not one is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.ledger.errors import BadSignature, MalformedNote, NoteError, UnknownSigner
from troth.ledger.note import Checkpoint, Signer, Verifier, open_note, unverified

from . import outsider

# The example of golang.org/x/mod/sumdb/note.
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
MINE = Signer("shop.example/ledger", bytes(range(32)))
THEIRS = Signer("shop.example/ledger", bytes(range(1, 33)))
CHECKPOINT = Checkpoint("shop.example/ledger", 17, bytes(32))
NOTE = MINE.sign(CHECKPOINT.text())


def test_notes_and_keys_are_those_other_tools_write() -> None:
    signer = Signer.parse(GO_SECRET)
    assert signer.sign(GO_TEXT) == GO_NOTE
    assert str(signer.verifier) == GO_KEY
    assert signer.secret() == GO_SECRET
    assert open_note(GO_NOTE, [Verifier.parse(GO_KEY)]) == (GO_TEXT, signer.verifier)


def test_a_key_does_not_show_its_secret_when_printed() -> None:
    assert "AYEK" not in repr(Signer.parse(GO_SECRET))
    assert str(b"\x81\n\x14\x02")[2:-1] not in repr(Signer.parse(GO_SECRET))


def test_a_checkpoint_reads_as_it_was_written() -> None:
    text, signer = open_note(NOTE, [MINE.verifier])
    assert Checkpoint.parse(text) == CHECKPOINT == unverified(NOTE)
    assert signer == MINE.verifier
    assert outsider.read_note(NOTE, str(MINE.verifier)) == ("shop.example/ledger", 17, bytes(32))


def test_a_stranger_under_the_same_name_is_not_believed() -> None:
    with pytest.raises(UnknownSigner):
        open_note(THEIRS.sign(CHECKPOINT.text()), [MINE.verifier])


def test_witnesses_may_sign_too() -> None:
    witness = Signer("witness.example", bytes(32))
    both = NOTE + witness.sign(CHECKPOINT.text()).rpartition("\n\n")[2]
    assert open_note(both, [MINE.verifier])[1] == MINE.verifier
    assert open_note(both, [witness.verifier])[1] == witness.verifier


def test_one_wrong_signature_of_a_known_key_condemns_the_note() -> None:
    other = MINE.sign(Checkpoint("shop.example/ledger", 18, bytes(32)).text()).rpartition("\n\n")[2]
    with pytest.raises(BadSignature):
        open_note(NOTE + other, [MINE.verifier])


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_any_flipped_bit_is_noticed(bit: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((NoteError, UnicodeDecodeError)):
        open_note(changed.decode(), [MINE.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name AAAA\n", NOTE[:-1], NOTE + "\n",
        NOTE.replace("—", "-"), NOTE.replace("\n\n", "\n"), NOTE.replace("\n", "\r\n"), "\x00" + NOTE,
        "x" * 100_000 + NOTE, NOTE + NOTE.rpartition("\n\n")[2] * 64, NOTE.replace("— ", "—  "),
    ],
)  # fmt: skip
def test_what_is_not_a_note_is_refused(note: str) -> None:
    with pytest.raises(MalformedNote):
        open_note(note, [MINE.verifier])


ROOT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.mark.parametrize(
    "text",
    [
        f"o\n1\n{ROOT[:-5]}=\n", f"o\n01\n{ROOT}\n", f"o\n-1\n{ROOT}\n", f"o\n+1\n{ROOT}\n", f"o\n1 \n{ROOT}\n", "o\n1\n",
        f"o\n1\n{ROOT}", f"\n1\n{ROOT}\n", f"o\n\n{ROOT}\n", f"o\n1\n{ROOT}\n\n", f"o\n1\n{ROOT[:-2]}B=\n",
        f"o\n{'9' * 40}\n{ROOT}\n", f"o\n\N{ARABIC-INDIC DIGIT ONE}\n{ROOT}\n", f"o\n1\n{ROOT[:-1]}\n",
    ],
)  # fmt: skip
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedNote):
        Checkpoint.parse(text)


def test_extension_lines_are_passed_over() -> None:
    assert Checkpoint.parse(f"o\n1\n{ROOT}\nsomething else\n").size == 1


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (unverified, Checkpoint.parse, Verifier.parse, Signer.parse):
        with pytest.raises(MalformedNote):
            read(text)


@pytest.mark.parametrize("key", ["PeterNeumann+c74f20a4" + GO_KEY[21:], GO_KEY[:-1] + "X", GO_KEY.replace("+A", "+B")])
def test_a_damaged_key_is_refused(key: str) -> None:
    with pytest.raises(MalformedNote):
        Verifier.parse(key)


@pytest.mark.parametrize("text", ["no newline", "control\x07\n"])
def test_only_a_note_is_signed(text: str) -> None:
    with pytest.raises(MalformedNote):
        MINE.sign(text)
